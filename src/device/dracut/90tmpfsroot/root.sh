#!/bin/sh
# Makes the root: a tmpfs with a verified copy of a slot, the slot unmounted again.
# Ends with a complete root on /sysroot, or with a restart. A partial copy never becomes a root.

# shellcheck source=lib.sh
. /usr/lib/tmpfsroot/lib.sh
# shellcheck source=fill-root.sh
. /usr/lib/tmpfsroot/fill-root.sh

slot_mount=/run/tmpfsroot/slot
new_root=/sysroot

main() {
  mkdir -p "$slot_mount"
  # What data partitions need takes its time to load: the kernel tries out how to compute checksums fastest.
  modprobe -q btrfs &
  id=$(tfr_arg tfr.id) || tfr_restart 'no tfr.id on the kernel command line' 30
  first=$(tfr_arg tfr.slot) || first=a
  case "$first" in
    b) second=a ;;
    *) first=a second=b ;;
  esac
  # Before all else: GRUB cannot count in a copy that is damaged, and not even this may be what hangs.
  slot_state repair "$first"
  note_fallback
  is_unpacked || leave_slot
  for slot in "$first" "$second"; do
    if take_slot "$slot"; then
      finish_root "$slot" || {
        /usr/lib/tmpfsroot/count-failure.sh "$id" "$slot"
        tfr_restart 'the new root could not be completed' 10
      }
      tfr_log "root is slot $slot in memory, the slot is unmounted"
      tfr_health slot "$slot"
      load_watchdog
      return 0
    fi
    tfr_log "slot $slot cannot be used"
    tfr_health fallback "$slot" "${damaged:-unusable}"
    # Remembered at once: the other slot may need its own kernel, which only GRUB can start.
    [ -z "$damaged" ] || slot_state slot-bad "$slot"
    give_up_root
  done
  tfr_restart 'no slot gave a complete root' 10
  return 1
}

# The kernel's own watchdog, if the image asks for it and no driver has found another: process 1 takes the first one.
load_watchdog() {
  [ "$(tfr_arg tfr.watchdog)" = software ] || return 0
  udevadm settle --timeout=30
  for watchdog in /sys/class/watchdog/watchdog*; do
    [ ! -e "$watchdog" ] || return 0
  done
  modprobe softdog || tfr_log 'the kernel has no watchdog of its own (softdog)'
}

# A kernel that meets damage in the initramfs goes on with what it has unpacked before: what comes behind may be missing.
is_unpacked() {
  ! dd if=/dev/kmsg bs=8192 iflag=nonblock 2>/dev/null |
    grep -aqE ';(Initramfs unpacking failed|rootfs image is not initramfs)'
}

# Goes on all the same when the other slot is no better.
leave_slot() {
  ! /usr/lib/tmpfsroot/count-failure.sh "$id" "$first" || tfr_restart "the initramfs of slot $first is damaged" 10
  tfr_health missing initramfs "what the kernel could not unpack of that of slot $first"
}

# The boot state is a help, and no condition: a disk that takes no writes boots as well.
slot_state() {
  timeout 60 /usr/lib/tmpfsroot/slot-state.sh "$id" "$1" "$2" >/run/tmpfsroot/slot-state.log 2>&1
}

# Says why GRUB started another slot than the one that the boot state names, unless it is tried.
note_fallback() {
  case "$first" in a) number=0 ;; *) number=1 ;; esac
  saved=$(state_value saved_entry)
  case "$saved" in '' | "$number") return ;; esac
  [ "$(state_value trial)" != "$number" ] || return 0
  if [ "$(state_value "ok$saved")" != 1 ]; then
    why='found bad before'
  elif [ "$(state_value failed)" = "$saved" ]; then
    why='its last start failed'
  else
    why='GRUB could not load it, or three starts in a row were not committed'
  fi
  tfr_health fallback "$second" "$why"
}

state_value() {
  sed -n "s/^$1=//p" /run/tmpfsroot/slot-state.log
}

take_slot() {
  damaged=
  case "$1" in
    a) name=rootA ;;
    b) name=rootB ;;
  esac
  devices=$(tfr_candidates "$id" "$name" 30) || return 1
  # A slot is only read and its digest decides, so that with two copies of one disk either may be tried.
  for device in $devices; do
    if take_device "$1"; then
      note_disk
      return 0
    fi
    tfr_log "slot $1 cannot be taken from $device"
    give_up_root
  done
  return 1
}

# The disk that the root came from: of partitions that are there twice, those on it are meant from now on.
note_disk() {
  tfr_disk_of "$device" >/run/tmpfsroot/disk
  case "$devices" in
    *"
"*)
      all=$(printf '%s' "$devices" | tr '\n' ' ')
      tfr_log "two disks have one identity; of $all the slot was taken from $device"
      tfr_health "duplicate $all taken $device"
      hide_copies
      ;;
  esac
}

# Nobody shall take a copy for the disk itself: btrfs knows a file system by its UUID and refuses the older one of two,
# and links by PARTUUID would lead to either. The rules hold for the new root's udev too.
hide_copies() {
  mkdir -p /run/udev/rules.d
  for copy in $devices; do
    disk=$(tfr_disk_of "$copy")
    [ "$copy" != "$device" ] || continue
    printf 'SUBSYSTEM=="block", KERNEL=="%s|%s[0-9]*|%sp[0-9]*", %s, %s\n' "$disk" "$disk" "$disk" \
      'ENV{SYSTEMD_READY}="0"' 'OPTIONS+="link_priority=-100"'
  done >/run/udev/rules.d/60-tmpfsroot-copies.rules
  btrfs device scan --forget >/dev/null 2>&1 || :
}

# Sets damaged when what is wrong with the slot is the slot itself: not a kernel of the other slot, or too little
# memory.
take_device() {
  # The slot was written as a whole image and has no journal: nothing may be replayed into it.
  damaged=damaged
  mount -t ext4 -o ro "$device" "$slot_mount" || return 1
  kernel_fits "$1" || return 1
  conf=$slot_mount/usr/lib/tmpfsroot/image.conf
  facts_hold || return 1
  content_mib=$(tfr_number "$conf" TFR_CONTENT_MIB) || return 1
  memory_fits "$content_mib" || return 1
  load_policy "$1" || return 1
  mount_new_root || return 1
  tfr_log "copying slot $1 ($device, $content_mib MiB)"
  fill_root || return 1
  umount "$slot_mount" || return 1
  verify_root
}

# The slot that GRUB took the kernel from has its modules, or is damaged; the other one may have another kernel.
kernel_fits() {
  [ ! -d "$slot_mount/usr/lib/modules/$(uname -r)" ] || return 0
  tfr_log "slot $1 has no modules for the running kernel $(uname -r)"
  [ "$1" = "$first" ] || damaged=
  return 1
}

# A kernel without a policy forgets the labels that a tmpfs is given, so the policy is loaded before the copy: the
# slot's own, by its own program. Nothing is refused by it yet; its mode is set by the new root's systemd, which loads
# it once more. Sets labelled.
load_policy() {
  labelled=
  grep -Eqs '^SELINUX=(permissive|enforcing)' "$slot_mount/etc/selinux/config" || return 0
  [ -d /sys/fs/selinux ] || {
    tfr_log 'the kernel runs without SELinux: nothing is labelled'
    return 0
  }
  # By this file programs know that there is SELinux (is_selinux_enabled(3)).
  mkdir -p /etc/selinux && : >/etc/selinux/config
  grep -q ' /sys/fs/selinux ' /proc/mounts || mount -t selinuxfs selinuxfs /sys/fs/selinux || return 1
  mount -t proc proc "$slot_mount/proc" && mount -t sysfs sysfs "$slot_mount/sys" &&
    mount -t selinuxfs selinuxfs "$slot_mount/sys/fs/selinux" &&
    chroot "$slot_mount" load_policy >/run/tmpfsroot/policy.log 2>&1 && labelled=yes
  for point in sys/fs/selinux sys proc; do
    umount "$slot_mount/$point" 2>/dev/null
  done
  [ -n "$labelled" ] || {
    tfr_log "the SELinux policy of slot $1 cannot be loaded: $(head -n 3 /run/tmpfsroot/policy.log | tr '\n' ' ')"
    return 1
  }
}

# Running out of memory half way would end in the kernel's killer, not in a failed copy.
memory_fits() {
  available_kib=$(sed -n 's/^MemAvailable: *\([0-9]*\) kB$/\1/p' /proc/meminfo)
  case "$(slot_format "$conf")" in
    squashfs) beside=64 ;;
    *) beside=32 ;;
  esac
  [ $((available_kib / 1024)) -gt $(($1 + beside)) ] || {
    damaged=
    tfr_log "the image needs $1 MiB of memory, $((available_kib / 1024)) MiB are free"
    return 1
  }
}

finish_root() (
  cd "$new_root" || exit 1
  grep -q " $slot_mount " /proc/mounts && exit 1
  add_mounts >>etc/fstab || exit 1
  tfr_partuuid "$id" "$name" >etc/rootfs-id || exit 1
  # A new machine-id at every boot would make a new journal directory at every boot, until the log is full.
  if [ ! -s etc/machine-id ] || grep -qx uninitialized etc/machine-id; then
    printf '7f50000f%s\n' "$(printf '%s' "$id" | tr -d -)" >etc/machine-id || exit 1
  fi
  printf 'slot=%s\nid=%s\ndisk=%s\n' "$1" "$id" "$(cat /run/tmpfsroot/disk)" >/run/tmpfsroot/state
)

# Lines of the image's table for this installation. A partition that is there may take its time to appear once
# more in the new root; for one that is not, nobody should wait. One that is there twice is mounted by its device, from
# the disk of the slot.
add_mounts() {
  partuuids=$(
    blkid -c /dev/null -s PARTUUID -o export |
      awk -F= '$1 == "DEVNAME" { device = $2 } $1 == "PARTUUID" { print device, $2 }'
  )
  while read -r source options; do
    uuid=${source#PARTUUID=}
    uuid=${uuid%@ID@}$id
    if [ -e "/dev/disk/by-partuuid/$uuid" ]; then wait=90s; else wait=10s; fi
    source=PARTUUID=$uuid
    case "$partuuids" in
      *" $uuid"*" $uuid"*)
        source=$(tfr_on_disk "$(cat /run/tmpfsroot/disk)" "$(printf '%s\n' "$partuuids" | sed -n "s/ $uuid\$//p")") || {
          tfr_log "not mounted, since nobody can say which one is meant: $uuid"
          continue
        }
        ;;
    esac
    printf '%s %s%s%s\n' "$source" "${options%@WAIT@*}" "$wait" "${options#*@WAIT@}"
  done <usr/lib/tmpfsroot/fstab
}

give_up_root() {
  umount "$slot_mount" 2>/dev/null
  while grep -q " $new_root tmpfs" /proc/mounts; do
    umount "$new_root" || tfr_restart 'a partial root cannot be unmounted' 10
  done
}

main
