#!/bin/sh
# Runs the check of the ESPs over images of them. The kernel here need not know FAT: mtools stand in for mounting it.
# Started in a mount namespace of its own.
#   DIR       folder with esp.img, esp2.img (where there is a second one), slot.img, and efi, what the firmware knows
#   DEVICE    src/device
#   STARTED   number of the partition that GRUB was started from, 1 or 9
#   UNREADABLE  name of the ESP whose device gives errors, or nothing
#   SHELL_UNDER_TEST
set -eu

mount -t tmpfs tmpfs /run
mkdir -p /run/tmpfsroot /run/bin /run/scripts
printf 'slot=a\nid=%s\n' "$ID" >/run/tmpfsroot/state
loops=
trap 'losetup -d $loops' EXIT
attach() {
  if [ -e "$DIR/$1.img" ]; then
    loop=$(losetup -f --show "$DIR/$1.img")
    loops="$loops $loop"
    ln -s "$loop" "/run/$1"
  fi
}
for name in esp esp2 slot; do attach "$name"; done
cp "$DEVICE"/dracut/90tmpfsroot/*.sh /run/scripts/
cat >>/run/scripts/lib.sh <<'LIB'
tfr_log() { echo "log: $*" | sed 's|/dev/loop[0-9]*|LOOP|g'; }
tfr_find() {
  case "$2" in rootA) readlink /run/slot ;; *) readlink "/run/$2" ;; esac
}
tfr_has() { [ -e "/run/$2" ]; }
tfr_arg() { echo "$STARTED"; }
tfr_partition_number() { case "$1" in "$(readlink /run/esp)") echo 1 ;; "$(readlink /run/esp2)") echo 9 ;; esac; }
tfr_disk_of() { echo disk; }
# mount -t TYPE -o HOW DEVICE POINT
mount() {
  [ "$2" = vfat ] || { command mount "$@"; return; }
  rm -rf "$6" && mkdir "$6" && mcopy -i "$5" -s -n -Q ::/ "$6/" 2>/dev/null || return 1
  echo "$5 $4" >"$6.mounted"
}
mountpoint() { [ -e "$2.mounted" ] || command mountpoint "$@"; }
umount() {
  [ -e "$1.mounted" ] || { command umount "$@"; return; }
  read -r device_of how <"$1.mounted"
  rm "$1.mounted"
  [ "$how" = ro ] || {
    echo "wrote $device_of" >>/run/log
    mdeltree -i "$device_of" ::/EFI 2>/dev/null
    [ ! -e "$1/EFI" ] || mcopy -i "$device_of" -s -Q "$1/EFI" ::/
  }
  rm -rf "$1"
  mkdir "$1"
}
LIB
cat >/run/bin/dd <<'STUB'
#!/bin/sh
if [ "$1 $2" = "if=$(readlink "/run/${UNREADABLE:-none}") of=/dev/null" ]; then exit 1; fi
exec /bin/dd "$@"
STUB
# The firmware: -v lists, -c makes an entry and puts it first, -o sets the order.
cat >/run/bin/efibootmgr <<'STUB'
#!/bin/sh
[ -e "$DIR/efi" ] || exit 2
case "$1" in
  -v) cat "$DIR/efi"; exit ;;
esac
echo "firmware $*" >>/run/log
shift
case "$1" in
  -c)
    number=$5
    case "$number" in 1) head=7f500001 ;; 9) head=7f500009 ;; esac
    entry=000$number
    printf 'Boot%s* %s\tHD(%s,GPT,%s-%s,0x800,0x20000)/File(%s)\n' "$entry" "$7" "$number" "$head" "$ID" "$9" >>"$DIR/efi"
    order=$(sed -n 's/^BootOrder: //p' "$DIR/efi")
    sed -i "s/^BootOrder: .*/BootOrder: $entry,$order/" "$DIR/efi"
    ;;
  -o) sed -i "s/^BootOrder: .*/BootOrder: $2/" "$DIR/efi" ;;
esac
STUB
chmod +x /run/bin/* /run/scripts/*
export ID DIR STARTED UNREADABLE
status=0
PATH=/run/bin:$PATH TFR_SCRIPTS=/run/scripts TFR_FACTS=$DIR/facts "$SHELL_UNDER_TEST" "$DEVICE/root/usr/lib/tmpfsroot/esp" || status=$?
for name in esp esp2; do
  [ ! -e "/run/$name" ] || sed -i "s|$(readlink "/run/$name")\$|$name|; s|$(readlink "/run/$name") |$name |" /run/log /run/tmpfsroot/health 2>/dev/null || :
done
sed 's/^/health: /' /run/tmpfsroot/health 2>/dev/null || :
cat /run/log 2>/dev/null || :
find /run/tmpfsroot -name '*.mounted'
exit "$status"
