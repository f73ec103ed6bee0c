# shellcheck shell=sh
# shellcheck disable=SC2154 # who reads this sets id, medium, and esp_files: the folder with the files of the ESP
# What is written to the disks that were chosen, and how it is checked.

target=/run/tmpfsroot/target

make_partitions() {
  for selector in $TFR_DISKS; do
    device=$(disk_of "$selector")
    say "partitioning $device"
    wipefs -q -a "$device" || fail "$device cannot be wiped"
    partition_script "$selector" "$device" >/run/tmpfsroot/sfdisk.in
    sfdisk -q --wipe always --wipe-partitions always "$device" </run/tmpfsroot/sfdisk.in \
      >/run/tmpfsroot/sfdisk.log 2>&1 || fail "$device cannot be partitioned: $(tail -n 1 /run/tmpfsroot/sfdisk.log)"
  done
  udevadm settle --timeout=60
  # Old contents may lie where the new partitions are; nothing of them may be taken for a system.
  while read -r name _ <&3; do
    tfr_partition "$name"
    case "$tfr_role" in esp | slot) ;; *) continue ;; esac
    node=$(partition "$name")
    dd if=/dev/zero of="$node" bs=1M count=1 conv=fsync 2>/dev/null || fail "$node cannot be written"
  done 3<<TABLE
$TFR_PARTITIONS
TABLE
}

# sfdisk(8) script of one disk.
partition_script() {
  echo 'label: gpt'
  fixed=2
  while read -r name disk size _; do
    [ "$disk" = "$1" ] && [ "$size" != rest ] && fixed=$((fixed + size))
  done <<TABLE
$TFR_PARTITIONS
TABLE
  while read -r name disk size _; do
    [ "$disk" = "$1" ] || continue
    [ "$size" = rest ] && size=$(($(disk_mib "$2") - fixed))
    tfr_partition "$name" || fail "the installer knows no partition $name"
    printf 'size=%sMiB, type=%s, uuid=%s, name="%s"\n' "$size" "$tfr_type" "$tfr_head-$id" "$tfr_partlabel"
  done <<TABLE
$TFR_PARTITIONS
TABLE
}

# Device of one of the partitions just made.
partition() {
  uuid=$(tfr_partuuid "$id" "$1")
  left=30
  while [ ! -e "/dev/disk/by-partuuid/$uuid" ]; do
    [ "$left" -gt 0 ] || fail "the partition $1 did not appear"
    sleep 1
    left=$((left - 1))
  done
  readlink -f "/dev/disk/by-partuuid/$uuid"
}

# MiB written or read between two reports.
step_mib=128

# write_slot NAME: writes the image and reads it back from the disk.
write_slot() {
  node=$(partition "$1")
  image=$medium/tfr/slot.img.zst
  total=$TFR_SLOT_MIB
  zstd -q -d -c "$image" | {
    at=0
    while [ "$at" -lt "$total" ]; do
      say "writing $1: $((at * 100 / total)) %"
      dd of="$node" bs=1M count="$step_mib" seek="$at" iflag=fullblock oflag=direct conv=notrunc 2>/dev/null || exit 1
      at=$((at + step_mib))
    done
  } || fail "$node cannot be written"
  blockdev --flushbufs "$node"
  echo 3 >/proc/sys/vm/drop_caches
  say "checking $1"
  digest=$(dd if="$node" bs=1M count="$total" iflag=direct 2>/dev/null | b2sum | cut -d ' ' -f 1)
  [ "$digest" = "$TFR_SLOT_B2" ] || fail "$node does not hold what was written: the disk or the medium is bad"
}

make_data_partitions() {
  while read -r name _ _ label fs <&3; do
    tfr_partition "$name"
    case "$tfr_role" in esp | slot) continue ;; esac
    node=$(partition "$name")
    say "making $label ($fs)"
    tfr_make_file_system "$name" "$node" || fail "$node cannot be formatted"
    mount -t "$fs" "$node" "$target" || fail "$node cannot be mounted after it was formatted"
    [ ! -e "$medium/tfr/$name.dirs" ] || tfr_make_dirs "$medium/tfr/$name.dirs" "$target" ||
      fail "the directories of $label cannot be made"
    tfr_label_dirs "$medium/tfr/$name.labels" "$target" || fail "the directories of $label cannot be labelled"
    umount "$target" || fail "$node cannot be unmounted"
  done 3<<TABLE
$TFR_PARTITIONS
TABLE
}

# The ESP with what firmware and the medium's menu would start under another name, so that nothing starts from it
# until make_bootable.
write_esp() {
  say 'writing the boot loader'
  make_esp esp
  {
    copy_esp_files "$esp_files" .new &&
      tfr_grub_config "$id" "$esp_files/EFI/tfr/grub.cfg" >"$target/EFI/tfr/grub.cfg.gz"
  } || fail "$node cannot be written"
  read_back
  (cd "$esp_files" && find . -type f ! -path ./EFI/tfr/grub.cfg -exec b2sum {} +) |
    sed -e 's|/shimx64\.efi$|&.new|' -e 's|/BOOTX64\.EFI$|&.new|' >/run/tmpfsroot/esp.b2
  check_esp
  tfr_is_grub_config "$id" "$target/EFI/tfr/grub.cfg.gz" || fail "$node does not hold what was written: the disk is bad"
  umount "$target"
}

# The second ESP: all that is on the first one, with what scripts of the project have put there.
write_second_esp() {
  first=/run/tmpfsroot/first
  mkdir -p "$first"
  mount -t vfat -o ro "$(partition esp)" "$first" || fail 'the ESP cannot be read'
  make_esp esp2
  copy_esp_files "$first" '' || fail "$node cannot be written"
  read_back
  (cd "$first" && find . -type f -exec b2sum {} +) >/run/tmpfsroot/esp.b2
  check_esp
  umount "$target"
  umount "$first"
}

# make_esp NAME: an empty file system, mounted for writing; sets node.
make_esp() {
  node=$(partition "$1")
  tfr_make_file_system "$1" "$node" || fail "$node cannot be formatted"
  mount -t vfat "$node" "$target" || fail "$node cannot be mounted"
}

# What the disk holds, and not what the kernel remembers of it.
read_back() {
  umount "$target" || fail "$node cannot be unmounted"
  blockdev --flushbufs "$node"
  echo 3 >/proc/sys/vm/drop_caches
  mount -t vfat -o ro "$node" "$target" || fail "$node cannot be read back"
}

check_esp() {
  (cd "$target" && b2sum --check --quiet --strict /run/tmpfsroot/esp.b2 >/dev/null 2>&1) ||
    fail "$node does not hold what was written: the disk is bad"
}

# copy_esp_files FROM SUFFIX: what firmware and the medium's menu start gets a name with the suffix.
copy_esp_files() (
  cd "${1:?}" && tfr_place_state . "$target" && find . -type d -exec mkdir -p "$target/{}" \; || exit 1
  find . -type f | while IFS= read -r file; do
    case "$file" in
      ./EFI/tfr/grub.cfg | */grubenv | ./EFI/tfr/guard?) ;;
      */shimx64.efi | */BOOTX64.EFI) cp "$file" "$target/$file$2" ;;
      *) cp "$file" "$target/$file" ;;
    esac || exit 1
  done
)

# The last that is written: two names of files on each ESP, by which medium the disk was installed, and the list by
# which the device sees whether the ESP is whole.
make_bootable() {
  for name in rootA rootB esp esp2; do flush "$(partition "$name")"; done
  for name in esp esp2; do
    node=$(partition "$name")
    mount -t vfat "$node" "$target" || fail "$node cannot be mounted"
    {
      mv "$target/EFI/fedora/shimx64.efi.new" "$target/EFI/fedora/shimx64.efi" &&
        mv "$target/EFI/BOOT/BOOTX64.EFI.new" "$target/EFI/BOOT/BOOTX64.EFI" &&
        mkdir -p "$target/EFI/tfr" &&
        printf '%s\n' "$TFR_LABEL" >"$target/EFI/tfr/$TFR_LABEL" &&
        (cd "$target" && find . -type f ! -name grubenv ! -name 'guard?' ! -name files.b2 -exec b2sum {} + >EFI/tfr/files.b2) &&
        sync -f "$target"
    } || fail "$node cannot be written"
    umount "$target" || fail "$node cannot be unmounted"
    flush "$node"
  done
}

# What the disk holds in its cache is lost with the power, and may come in any order before. Neither sync(1) nor an ESP
# that is unmounted has it written.
flush() {
  sync "$1" || fail "$1 cannot be written"
}

# The firmware starts \EFI\BOOT\BOOTX64.EFI without an entry too, so a firmware that refuses one is not a failure. The
# entry that is made last is the first in its order.
register_boot_entry() {
  [ -d /sys/firmware/efi ] || return 0
  mountpoint_efivars
  for entry in $(boot_entries) $(boot_entries ' 2'); do
    efibootmgr -q -b "$entry" -B
  done
  add_boot_entry esp2 ' 2'
  add_boot_entry esp ''
}

add_boot_entry() {
  node=$(partition "$1")
  number=$(cat "/sys/class/block/$(basename "$node")/partition")
  efibootmgr -q -c -d "/dev/$(whole_disk "$node")" -p "$number" -L "tmpfsroot $TFR_NAME$2" -l '\EFI\fedora\shimx64.efi' ||
    say 'note: the firmware took no boot entry; it will find \EFI\BOOT\BOOTX64.EFI'
}

# Numbers of the firmware's boot entries that are this image's: boot_entries for the first ESP, boot_entries ' 2' for
# the second one.
boot_entries() {
  efibootmgr 2>/dev/null | sed -n "s/^Boot\([0-9A-F]\{4\}\)\*\{0,1\} tmpfsroot $TFR_NAME${1-}\(\t.*\)\{0,1\}\$/\1/p"
}

mountpoint_efivars() {
  grep -q ' /sys/firmware/efi/efivars ' /proc/mounts ||
    mount -t efivarfs efivarfs /sys/firmware/efi/efivars 2>/dev/null
}
