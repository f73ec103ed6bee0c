#!/bin/sh
# Runs slot-state.sh over an ESP. The kernel here need not know FAT: mtools stand in for mounting it. Started in a mount
# namespace of its own.
#   ESP      the FAT32 with the copies
#   ESP2     that of the second ESP, or nothing
#   STARTED  number of the partition that GRUB was started from, 1 or 9, or nothing
#   SCRIPTS  src/device/dracut/90tmpfsroot
#   LAB      empty folder
#   OTHER    what the other slot's first block says it is: ext4, or nothing
#   HELD     how somebody else has mounted the ESP: ro, rw, or nothing
#   SHELL_UNDER_TEST
#   LATE     whether who waits for the second ESP is killed: yes, or nothing
#   PROGRAM  slot-state.sh, or another one that calls it
# The arguments are those of the program.
set -eu

mount -t tmpfs tmpfs "$LAB"
mount -t tmpfs tmpfs /run
mkdir "$LAB/bin" "$LAB/held"
cp "$SCRIPTS"/slot-rules.sh "$SCRIPTS"/state.sh "$SCRIPTS"/slot-state.sh "$SCRIPTS"/count-failure.sh "$LAB/bin/"
chmod +x "$LAB"/bin/*.sh
loop=$(losetup -f --show "$ESP")
loop2=
trap 'losetup -d $loop $loop2' EXIT
[ -z "$ESP2" ] || loop2=$(losetup -f --show "$ESP2")
cat >"$LAB/bin/lib.sh" <<LIB
tfr_log() { echo "log: \$*"; }
tfr_find() { case "\$2" in esp) echo $loop ;; esp2) echo $loop2 ;; *) echo other ;; esac; }
tfr_has() { [ -n "$loop2" ]; }
tfr_arg() { echo "$STARTED"; }
tfr_partition_number() { case "\$1" in $loop) echo 1 ;; "$loop2") echo 9 ;; esac; }
blkid() { echo "$OTHER"; }
# mount -t vfat -o HOW DEVICE POINT
mount() {
  [ "\$5" != "$loop2" ] || [ -z "$LATE" ] || kill -9 \$\$
  [ "\$2" = vfat ] && rm -rf "\$6" && mkdir "\$6" && mcopy -i "\$5" -s -n :: "\$6/" && how=\$4 mounted=\$5
}
umount() {
  [ "\$how" = ro ] || { (cd "\$1" && find . -type f -exec mcopy -o -i \$mounted {} ::/{} \\;) && sync; }
  rm -rf "\$1"
}
LIB
if [ -n "$HELD" ]; then
  mount -t tmpfs "$loop" "$LAB/held"
  mcopy -i "$loop" -s -n ::/EFI "$LAB/held/"
  mount -o "remount,$HELD" "$LAB/held"
fi
status=0
"$SHELL_UNDER_TEST" "$LAB/bin/$PROGRAM" "$@" || status=$?
[ ! -e /run/tmpfsroot/esp/EFI ] || echo 'left a mount'
if [ "$HELD" = rw ]; then
  for file in fedora tfr; do mcopy -o -i "$loop" "$LAB/held/EFI/$file/grubenv" "::/EFI/$file/grubenv"; done
fi
exit "$status"
