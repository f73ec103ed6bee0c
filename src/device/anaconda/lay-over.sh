#!/bin/sh
# %post --nochroot, before the project's own scripts: sees to it that every package is there, and lays the
# device's files, the settings that kickstart has no words for, and root.override over them.
# lay-over.sh MEDIUM [TARGET]

# shellcheck source=anaconda/lib.sh
. "$1/tfr/anaconda/lib.sh"
root=$(cd -P -- "${2:-/mnt/sysimage}" && pwd -P) || fail 'there is no system to lay files over'

# One file of each package: the installer has no rpm program that could be asked.
check_packages() {
  while read -r package file; do
    [ -e "$root$file" ] || [ -L "$root$file" ] || fail "the package $package is not installed: $file is missing"
  done <"$medium/tfr/witnesses"
}

[ ! -e "$medium/tfr/witnesses" ] || check_packages
# Where the system has a link to a folder, files go where it leads; an absolute one would lead to the installer's own.
check_folders() {
  while IFS= read -r folder; do
    [ -L "$root/$folder" ] || continue
    real=$(cd -P -- "$root/$folder" && pwd -P) || fail "/$folder is a link to no folder"
    case "$real" in
      "$root"/*) ;;
      *) fail "/$folder is a link that leads out of the system" ;;
    esac
  done <"$medium/tfr/overlay.folders"
}

check_folders
tar -x -f "$medium/tfr/overlay.tar" -C "$root" --no-same-owner --no-overwrite-dir --keep-directory-symlink ||
  fail 'the files of the device cannot be laid over the system'
# What the device finds by itself must not be told by Anaconda: mounts and the machine's identity.
printf '# Made at each boot: see /usr/lib/tmpfsroot/fstab.\n' >"$root/etc/fstab"
: >"$root/etc/machine-id"
if [ -e "$root/etc/systemd/system/boot-complete.target.d/50-tmpfsroot.conf" ]; then
  systemctl --quiet --root="$root" add-wants multi-user.target boot-complete.target ||
    fail 'boot-complete.target cannot be enabled'
fi
