#!/bin/sh
# Runs the healer over real partitions, as in an initramfs but without a machine. Started in a mount namespace
# of its own, so nothing of it is seen outside.
#   DISKS   files that become disks, in this order
#   LAB     empty folder
#   DEVICE  src/device
#   IMAGE   folder that becomes /sysroot/usr/lib/tmpfsroot
#   ID      installation on the kernel's command line, empty: none
#   SHELL   program that becomes /bin/sh
#   BEFORE, AFTER   sh, run around the healer in its root; $disk is the first disk
set -eu

root=$LAB/root
loops=

main() {
  trap detach EXIT
  mount -t tmpfs tmpfs "$LAB"
  mkdir "$LAB/upper" "$LAB/work" "$root"
  mount -t overlay overlay -o "lowerdir=/,upperdir=$LAB/upper,workdir=$LAB/work" "$root"
  make_dev
  mount --rbind /proc "$root/proc"
  mount --rbind /sys "$root/sys"
  mount -t tmpfs tmpfs "$root/run"
  echo "BOOT_IMAGE=/boot/vmlinuz quiet ${ID:+tfr.id=$ID }tfr.slot=a panic=10" >"$LAB/cmdline"
  mount --bind "$LAB/cmdline" "$root/proc/cmdline"
  for disk in $DISKS; do attach "$disk"; done
  mkdir -p "$root/sysroot/usr/lib" "$root/usr/lib/tmpfsroot" "$root/sysroot/etc"
  while read -r _ _ fs point _; do
    mkdir -p "$root/sysroot$point"
    echo "PARTUUID=x $point $fs nofail 0 0" >>"$root/sysroot/etc/fstab"
  done <"$IMAGE/partitions"
  cp -R "$IMAGE" "$root/sysroot/usr/lib/tmpfsroot"
  cp "$DEVICE"/dracut/90tmpfsroot/*.sh "$root/usr/lib/tmpfsroot/"
  chmod 0755 "$root"/usr/lib/tmpfsroot/*.sh
  inside "$BEFORE"
  ln -sf "$SHELL" "$root/usr/bin/sh"
  status=0
  chroot "$root" /usr/lib/tmpfsroot/heal.sh </dev/null || status=$?
  echo "healer: $status"
  sed 's/^/log: /' "$root/run/tmpfsroot/heal.log" 2>/dev/null || :
  sed 's/^/health: /' "$root/run/tmpfsroot/health" 2>/dev/null || :
  sed 's/^/fstab: /' "$root/sysroot/etc/fstab"
  grep " $root/sysroot/" /proc/mounts | cut -d ' ' -f 1-4 | sed "s|$root/sysroot|at |; s/^/stand-in: /" || :
  ! grep ' /run/tmpfsroot/probe ' /proc/mounts || echo 'healer left a mount'
  ln -sf /bin/dash "$root/usr/bin/sh"
  inside "$AFTER"
}

# A /dev of its own, so that the disks of other tests are not there. /dev/kmsg cannot be opened: messages go to
# the standard error then.
make_dev() {
  mount -t tmpfs tmpfs "$root/dev"
  mkdir -p "$root/dev/kmsg" "$root/dev/disk/by-partuuid"
  mknod "$root/dev/null" c 1 3
  mknod "$root/dev/zero" c 1 5
  mknod "$root/dev/urandom" c 1 9
  ln -s /proc/self/fd "$root/dev/fd"
}

# The kernel here need not know GPT: partx tells it of the partitions, and we are udev.
attach() {
  loop=$(losetup -f --show "$1")
  loops="$loops $loop"
  partx -a "$loop"
  name=${loop#/dev/}
  node "$name"
  for path in /sys/class/block/"$name"p*; do
    part=${path##*/}
    node "$part"
    uuid=$(blkid -p -o value -s PART_ENTRY_UUID "$root/dev/$part")
    ln -sf "../../$part" "$root/dev/disk/by-partuuid/$uuid"
  done
}

node() {
  numbers=$(cat "/sys/class/block/$1/dev")
  mknod "$root/dev/$1" b "${numbers%:*}" "${numbers#*:}"
}

inside() {
  first=${loops# }
  chroot "$root" /bin/dash -euc "disk=${first%% *}; $1" </dev/null
}

detach() {
  umount -R "$root" 2>/dev/null || umount -l "$root" || :
  for loop in $loops; do
    partx -d "$loop" || :
    losetup -d "$loop" || :
  done
}

main
