#!/bin/bash
# Stands in for Anaconda, as the first process of the netinst image's initramfs: reads the kickstart file from where
# the kernel's command line says, runs its sections in Anaconda's order, makes the file systems that it asks for,
# and unpacks its live image. It knows only the commands that our kickstart file has.
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
mount -t proc proc /proc
mount -t sysfs sys /sys
mount -t devtmpfs dev /dev
ln -s /proc/self/fd /dev/fd
mount -t tmpfs run /run
mount -t tmpfs tmp /tmp
mount -t efivarfs efivarfs /sys/firmware/efi/efivars
exec </dev/null >/dev/ttyS0 2>&1
echo 'anaconda-stand-in: started'
for module in virtio_pci virtio_scsi sd_mod sr_mod isofs ext4 btrfs vfat nls_cp437 nls_ascii nls_iso8859-1; do modprobe "$module"; done
/usr/lib/systemd/systemd-udevd --daemon
udevadm trigger && udevadm settle

ks=/run/install/ks.cfg
root=/mnt/sysimage

stop() {
  echo "anaconda-stand-in: failed: $*"
  sync
  echo o >/proc/sysrq-trigger
  sleep 60
}

argument() {
  tr ' ' '\n' </proc/cmdline | sed -n "s/^$1=//p"
}

# run_sections NAME: runs the sections of that name in their order, in the root unless they say otherwise.
run_sections() {
  grep -nE "^$1( |\$)" "$ks" | while IFS=: read -r line head; do
    sed -n "$((line + 1)),/^%end\$/p" "$ks" | sed '$d' >/tmp/section.sh
    case "$head" in
      %pre* | *--nochroot*) sh /tmp/section.sh ;;
      *)
        cp /tmp/section.sh "$root/root/section.sh"
        chroot "$root" sh /root/section.sh && rm "$root/root/section.sh"
        ;;
    esac || exit 1
  done || stop "a section $1 failed"
}

mkdir -p /run/install/repo
label=$(argument inst.stage2 | sed 's/^hd:LABEL=//')
mount -o ro "/dev/disk/by-label/$label" /run/install/repo || stop 'no medium'
cp "/run/install/repo$(argument inst.ks | sed 's/^[^/]*//')" "$ks" || stop 'no kickstart file'

run_sections %pre
mkdir -p "$root"
grep -q '^ignoredisk --only-use=sda$' /tmp/tfr-disks.ks || stop 'another disk'
while read -r command point rest; do
  [ "$command" = part ] || continue
  eval "set -- $rest"
  options=
  for word; do
    case "$word" in
      --onpart=*) node=/dev/${word#*=} ;;
      --fstype=*) fs=${word#*=} ;;
      --label=*) name=${word#*=} ;;
      --mkfsoptions=*) options=${word#*=} ;;
    esac
  done
  # shellcheck disable=SC2086
  case "$fs" in
    ext4) mkfs.ext4 -q -F -L "$name" $options "$node" ;;
    btrfs) mkfs.btrfs -q -f -L "$name" "$node" ;;
  esac || stop "no file system on $node"
  mkdir -p "$root$point"
  mount "$node" "$root$point" || stop "no $point"
done < <(sort -k 2 /tmp/tfr-disks.ks)
run_sections %pre-install
archive=$(sed -n 's/^liveimg --url=file:\/\/\([^ ]*\).*/\1/p' "$ks")
tar -xzf "$archive" -C "$root" --numeric-owner || stop 'no root'
# On an emulated processor dracut takes ten minutes: where the medium has what it would make, that is taken.
made=/run/install/repo/made/initramfs.img
if [ -e "$made" ]; then
  # shellcheck disable=SC2016 # read by the shell in the root
  printf '#!/bin/sh\nfor last; do :; done\nexec cp %s "$last"\n' "$made" >"$root/usr/bin/dracut"
fi
for folder in dev proc sys run; do mount --rbind "/$folder" "$root/$folder"; done
# What Anaconda leaves in the system for its own use.
echo '/dev/sda2 / ext4 defaults 0 0' >>"$root/etc/fstab"
echo 0123456789abcdef0123456789abcdef >"$root/etc/machine-id"
run_sections %post
sync
echo 'anaconda-stand-in: done'
sleep 1
echo b >/proc/sysrq-trigger
sleep 60
