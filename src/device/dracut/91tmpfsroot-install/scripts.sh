# shellcheck shell=sh
# shellcheck disable=SC2034,SC2154 # install.sh sets id and medium, and reads fill-root.sh, which reads what is set here
# Scripts of the project (src/image/installer/installer-scripts.ts puts them onto the medium): %pre, before any disk is looked
# at, and install-hooks.d, once everything is written and checked but the disk does not boot yet.

sysimage=/mnt/sysimage
# For fill-root.sh.
slot_mount=/run/tmpfsroot/slot
new_root=$sysimage

# run_scripts LIST: each of its lines has, divided by tabs, `stop` or `warn` for a script that fails, the script's
# file, and its name for a person.
run_scripts() {
  [ -e "$medium/tfr/$1" ] || return 0
  tab=$(printf '\t')
  while IFS="$tab" read -r on_failure file shown <&4; do
    say "running $shown"
    # Not through a pipe: something that a script leaves running would keep it open for ever.
    run_script "$medium/tfr/$file" >/run/tmpfsroot/script.log 2>&1
    status=$?
    tail -n 100 /run/tmpfsroot/script.log >/run/tmpfsroot/script.tail
    while IFS= read -r line <&5; do say "$shown: $line"; done 5</run/tmpfsroot/script.tail
    [ "$status" -ne 0 ] || continue
    [ "$on_failure" = warn ] || fail "$shown ended with status $status"
    say "warning: $shown ended with status $status"
  done 4<"$medium/tfr/$1"
}

# A medium need not keep the mode of a file: the script's first line says what reads it, else sh.
run_script() (
  cd / || exit 1
  exec </dev/null 4<&-
  TFR_ID=$id TFR_MEDIUM=${medium:-/}
  export TFR_NAME TFR_ID TFR_MEDIUM
  read -r first <"$1"
  case "$first" in
    '#!'*)
      # shellcheck disable=SC2086 # the interpreter and its options
      set -- ${first#??} "$1"
      ;;
    *) set -- sh "$1" ;;
  esac
  exec "$@"
)

run_install_hooks() {
  [ -e "$medium/tfr/install-hooks.list" ] || return 0
  mount_sysimage
  run_scripts install-hooks.list
  umount -R "$sysimage" || fail 'a script of install-hooks.d left something running in the new system'
  umount "$slot_mount"
}

# The new system as it will be, so that scripts may enter it by chroot. Its root stays read-only: both slots hold the
# same image, whose digest was checked.
mount_sysimage() {
  mkdir -p "$sysimage" "$slot_mount"
  node=$(partition rootA)
  mount -t ext4 -o ro "$node" "$slot_mount" || fail "$node cannot be mounted on $slot_mount"
  show_root || fail "the root in $node cannot be shown to scripts: $(tail -n 1 /run/tmpfsroot/unpack.log 2>/dev/null)"
  # The data partitions: lines NAME LABEL FILESYSTEM MOUNTPOINT POLICY.
  while read -r name _ fs point _ <&3; do mount_part "$name" "$fs" "$point"; done 3<"$sysimage/usr/lib/tmpfsroot/partitions"
  mount_part esp vfat /boot/efi
  {
    mount --bind /dev "$sysimage/dev" && mount -t proc proc "$sysimage/proc" &&
      mount -t sysfs sysfs "$sysimage/sys" && mount -t tmpfs tmpfs "$sysimage/run" &&
      mount -t tmpfs tmpfs "$sysimage/tmp"
  } || fail 'the new system cannot be mounted'
}

# A compressed image is unpacked into memory, as the device does at each start. It holds nothing of /boot.
show_root() {
  conf=$slot_mount/usr/lib/tmpfsroot/image.conf
  if [ "$(slot_format "$conf")" = squashfs ]; then
    mount_new_root && unpack_image && mkdir -p "$new_root/boot/efi" && mount -o remount,ro "$new_root"
  else
    mount --bind "$slot_mount" "$new_root"
  fi
}

# mount_part NAME FILESYSTEM MOUNTPOINT
mount_part() {
  node=$(partition "$1")
  mount -t "$2" "$node" "$sysimage$3" || fail "$node cannot be mounted on $sysimage$3"
}
