#!/bin/sh
# Takes a slot as the initramfs does, and tells what became of it. Started in a mount namespace of its own.
#   SLOT       image of the slot
#   SCRIPTS    src/device/dracut/90tmpfsroot
#   AVAILABLE  KiB of memory that are free, or nothing for what is
#   SHELL_UNDER_TEST
set -eu

mount -t tmpfs tmpfs /run
mkdir -p /run/tmpfsroot/slot /run/root
loop=$(losetup -f --show -r "$SLOT")
trap 'losetup -d "$loop"' EXIT
sectors_read() { awk '{ print $3 }' "/sys/block/${loop##*/}/stat"; }
before=$(sectors_read)
sed -e "s|^\\. /usr/lib/tmpfsroot/|. $SCRIPTS/|" -e 's|^new_root=.*|new_root=/run/root|' -e '$d' "$SCRIPTS/root.sh" >/run/root.sh
cat >/run/lab.sh <<'LAB'
. /run/root.sh
tfr_log() { echo "log: $*"; }
[ -z "$AVAILABLE" ] || sed() { case "$*" in *MemAvailable*) echo "$AVAILABLE" ;; *) command sed "$@" ;; esac; }
first=a device=$1
if take_device a; then echo "taken: $(slot_format /run/root/usr/lib/tmpfsroot/image.conf)"; else echo "refused: $damaged"; fi
(
  cd /run/root
  # Without the facts, which name the format, and what is made anew at each start.
  others="! -path ./boot ! -path ./usr/lib/tmpfsroot ! -path ./usr/lib/tmpfsroot/*"
  set -f
  # shellcheck disable=SC2086 # words
  find . -mindepth 1 $others -printf '%y %m %U %G %n %T@ %l %p\0' | sort -z | b2sum | command sed 's/^/tree: /'
  # shellcheck disable=SC2086 # words
  find . -type f $others -print0 | sort -z | xargs -0 b2sum | b2sum | command sed 's/^/files: /'
  python3 -c 'import os; print("capability:", os.getxattr("usr/own/capable", "security.capability").hex())' 2>&1 | tail -n 1
)
! grep ' /run/tmpfsroot/slot ' /proc/mounts || echo 'left mounted'
give_up_root
grep -q ' /run/root ' /proc/mounts && echo 'left a root'
exit 0
LAB
AVAILABLE=${AVAILABLE-} "$SHELL_UNDER_TEST" /run/lab.sh "$loop"
echo "read: $((($(sectors_read) - before) / 2)) KiB"
