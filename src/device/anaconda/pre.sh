#!/bin/sh
# %pre: checks what the medium holds, chooses and partitions the disks, and tells Anaconda what to do with them.
# pre.sh MEDIUM KICKSTART

# shellcheck source=anaconda/lib.sh
. "$1/tfr/anaconda/lib.sh"

main() {
  say "$TFR_NAME: installing onto $TFR_DISKS"
  [ -d /sys/firmware/efi ] || fail 'this machine was not started by UEFI, and the system would not boot'
  check_medium
  medium_device=$(findmnt -n -o SOURCE "$medium" | head -n 1)
  find_disks
  start_if_installed
  id=$(cut -d - -f 2- /proc/sys/kernel/random/uuid)
  make_partitions
  mkdir -p "$state"
  printf '%s\n' "$id" >"$state/id"
  disk_commands >"$1" || fail 'a partition that was just made is not there'
}

# Before anything is wiped. Every package was checked by its signature when this medium was made; here it is shown
# to be that very package. Where the installer has rpmkeys, the signatures are checked once more.
check_medium() {
  say 'checking the packages'
  (cd "$medium/tfr" && sha256sum --check --quiet --strict files.sha256) ||
    fail 'the medium is damaged: a file does not have its digest'
  command -v rpmkeys >/dev/null && [ -d "$medium/tfr/packages" ] || return 0
  db=$(mktemp -d)
  rpmkeys --dbpath "$db" --import "$medium"/tfr/keys/*.asc || fail 'the keys on the medium cannot be read'
  rpmkeys --dbpath "$db" --define '_pkgverify_level all' -K "$medium"/tfr/packages/*.rpm >/tmp/tfr-rpmkeys.log ||
    fail "a package has no good signature: $(grep -v ': digests signatures OK$' /tmp/tfr-rpmkeys.log | head -n 1)"
  rm -rf "$db"
}

# Kickstart commands: no disk but ours is touched, and of ours Anaconda only fills the partitions that are named.
# The ESPs and slot B are written by us, when all else is done.
disk_commands() {
  names=
  for selector in $TFR_DISKS; do
    names="$names,$(basename "$(disk_of "$selector")")"
  done
  printf 'ignoredisk --only-use=%s\nclearpart --none\n' "${names#,}"
  printf '%s\n' "$TFR_PARTITIONS" | while read -r name _ _ _ fs; do
    tfr_partition "$name" || exit 1
    case "$tfr_role/$name" in esp/* | slot/rootB) continue ;; esac
    node=$(partition "$name") || exit 1
    printf 'part %s --onpart=%s --fstype=%s --label=%s%s\n' \
      "$tfr_point" "$(basename "$node")" "$fs" "$tfr_fs_label" "$(mkfs_options "$tfr_role" "$fs")"
  done
}

# mkfs_options ROLE FILESYSTEM
mkfs_options() {
  [ "$2" = ext4 ] || return 0
  features=$ext4_features
  # e2fsprogs before 1.47 does not know it, and stops at a name that it does not know.
  if mkfs.ext4 -n -q -F -O "$newer_features" "$state/probe" 64M >/dev/null 2>&1; then
    features="$features,$newer_features"
  fi
  [ "$1" != slot ] || features="$features,$slot_features"
  printf ' --mkfsoptions="-O %s"' "$features"
}

shift
main "$@"
