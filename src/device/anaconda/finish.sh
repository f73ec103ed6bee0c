#!/bin/sh
# %post --nochroot, behind all others: hooks, initramfs, the facts by which a boot checks its copy, slot B, and at
# the very end the boot loader, so that an installation that was cut short leaves nothing that boots.
# finish.sh MEDIUM [TARGET]

# shellcheck source=anaconda/lib.sh
. "$1/tfr/anaconda/lib.sh"
# shellcheck source=anaconda/facts.sh
. "$1/tfr/anaconda/facts.sh"
root=${2:-/mnt/sysimage}
slot_a=/tmp/tfr/slot-a
slot_b=/tmp/tfr/slot-b

main() {
  id=$(cat "$state/id") || fail 'the id of this installation is not known'
  run_hooks
  make_initramfs
  say 'writing the facts of the image'
  # Mounted once more, as a boot will see it: without what is mounted over it here.
  mkdir -p "$slot_a" "$slot_b"
  mount -t ext4 "$(partition rootA)" "$slot_a" || fail 'slot A cannot be read'
  write_directories "$root" "$slot_a" || fail 'the lists of directories cannot be written'
  write_facts "$slot_a" || fail 'the facts of the image cannot be written'
  copy_slot
  check_slot "$slot_a" || fail 'slot A does not hold what was written'
  umount "$slot_a"
  lay_out_esp
  write_esp
  write_second_esp
  make_bootable
  register_boot_entry
  sync
  say 'done'
}

run_hooks() {
  for hook in "$medium"/tfr/hooks.d/*.sh; do
    [ -e "$hook" ] || continue
    name=$(basename "$hook")
    say "hooks.d/$name"
    mkdir -p "$root/root/.tfr-hooks" && cp -Rp "$medium/tfr/hooks.d/." "$root/root/.tfr-hooks/"
    chroot "$root" sh -c "$(cat "$medium/tfr/anaconda/run-hook.sh")" sh "/root/.tfr-hooks/$name" || fail "hooks.d/$name ended with status $?"
    rm -rf "$root/root/.tfr-hooks"
  done
}

# The kernel that a boot loader of ours starts stands under one name. What Anaconda made for its own is of no use.
make_initramfs() {
  say 'making the initramfs'
  for kernel in "$root"/usr/lib/modules/*/vmlinuz; do
    [ -e "$kernel" ] || fail 'the packages bring no kernel'
  done
  version=$(basename "$(dirname "$kernel")")
  rm -rf "$root"/boot/initramfs-* "$root"/boot/vmlinuz-* "$root/boot/loader"
  cp "$kernel" "$root/boot/vmlinuz" || fail 'the kernel cannot be written'
  # The arguments are those of src/image/boot/initramfs.ts; the modules' files came with the device's.
  # shellcheck disable=SC2046 # words, none of them with blanks
  chroot "$root" dracut --kver "$version" --add tmpfsroot --omit "$(cat "$medium/tfr/dracut.omit")" \
    --compress "$(cat "$medium/tfr/dracut.compressor")" $(cat "$medium/tfr/dracut.arguments") /boot/initramfs.img >/tmp/tfr-dracut.log 2>&1 ||
    fail "dracut: $(tail -n 1 /tmp/tfr-dracut.log)"
  if grep -Eq '^dracut(-install)?(\[[EF]\])?: (ERROR|FAILED|.*cannot be found or installed)' /tmp/tfr-dracut.log; then
    fail "the initramfs lacks something: $(grep -E 'ERROR|FAILED|cannot be found' /tmp/tfr-dracut.log | head -n 1)"
  fi
  chmod 0600 "$root/boot/initramfs.img"
  rm -f "$root"/etc/*- "$root/etc/.pwd.lock"
}

copy_slot() {
  say 'writing slot B'
  node=$(partition rootB)
  tfr_partition rootB
  mkfs.ext4 -q -F -L "$tfr_fs_label" -O "$slot_features,$ext4_features" "$node" || fail "$node cannot be formatted"
  mount -t ext4 "$node" "$slot_b" || fail "$node cannot be mounted"
  cp -a "$slot_a/." "$slot_b/" || fail "$node cannot be written"
  umount "$slot_b" || fail "$node cannot be unmounted"
  blockdev --flushbufs "$node"
  sync
  echo 3 >/proc/sys/vm/drop_caches
  mount -t ext4 -o ro "$node" "$slot_b" || fail "$node cannot be read back"
  check_slot "$slot_b" || fail "$node does not hold what was written: the disk is bad"
  umount "$slot_b"
}

# Shim and GRUB of the packages: under /usr/lib/efi from Fedora 44 on, under /boot/efi before.
lay_out_esp() {
  esp_files=$state/esp
  mkdir -p "$esp_files/EFI/BOOT" "$esp_files/EFI/fedora"
  if ! shim=$(boot_file shimx64.efi) || ! grub=$(boot_file grubx64.efi); then
    fail 'the packages bring no boot loader'
  fi
  for folder in BOOT fedora; do
    cp "$grub" "$esp_files/EFI/$folder/grubx64.efi"
    manager=$(boot_file mmx64.efi) && cp "$manager" "$esp_files/EFI/$folder/mmx64.efi"
  done
  cp "$shim" "$esp_files/EFI/BOOT/BOOTX64.EFI"
  cp "$shim" "$esp_files/EFI/fedora/shimx64.efi"
  cp -R "$medium/tfr/esp/." "$esp_files/" || fail 'the boot loader cannot be laid out'
}

boot_file() {
  found=$(cd "$root" && find usr/lib/efi boot/efi -type f -iname "$1" 2>/dev/null | sort -r | head -n 1)
  [ -n "$found" ] && printf '%s/%s\n' "$root" "$found"
}

main
