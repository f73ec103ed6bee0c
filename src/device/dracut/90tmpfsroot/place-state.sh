# shellcheck shell=sh
# Puts the boot state onto the empty file system of an ESP, before all else. It lies between files that nobody reads:
# flash memory that loses its power while it writes a sector may lose what lies around it, and that must be no part of
# the boot loader. The builder does the same for disk images (src/slots/environment-block.ts).

# tfr_place_state FROM TO: puts it there. A copy that FROM does not have is written into its place later.
tfr_place_state() {
  mkdir -p "$2/EFI/BOOT" "$2/EFI/fedora" "$2/EFI/tfr" && tfr_guard "$2" 0 && tfr_place_copy EFI/fedora/grubenv "$@" &&
    tfr_guard "$2" 1 && tfr_place_copy EFI/tfr/grubenv "$@" && tfr_guard "$2" 2
}

# As much as is lost at most (src/powercut/states/cuts.ts).
tfr_guard() {
  dd if=/dev/zero of="$1/EFI/tfr/guard$2" bs=65536 count=1 2>/dev/null
}

# tfr_place_copy FILE FROM TO
tfr_place_copy() {
  if [ -e "$2/$1" ]; then cp "$2/$1" "$3/$1"; else printf '%1024s' '' | tr ' ' '#' >"$3/$1"; fi
}
