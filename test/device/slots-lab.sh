# shellcheck shell=sh
# Two loop devices for the slots of a device, of which A runs, and stand-ins for what its programs call. Read in a mount
# namespace of its own.
#   SLOT_A SLOT_B  images of the slots
#   DISK_B         disk that slot B is on; A is on sda
#   DEVICE         src/device
#   STATE          words FIELD=VALUE of the boot state
#   LEFT           what was remembered of an update that was left, or nothing
#   CUT            number of the write, to the state or to slot B, before which the power is cut, or nothing
# What is to be cut writes its process id to /run/main.

mount -t tmpfs tmpfs /run
mkdir -p /run/tmpfsroot /run/bin /run/scripts /run/lib /run/record
[ -z "$LEFT" ] || printf '%s\n' "$LEFT" >/run/record/update-left
printf 'slot=a\nid=1234\ndisk=sda\n' >/run/tmpfsroot/state
a=$(losetup -f --show "$SLOT_A")
b=
trap 'losetup -d $a $b' EXIT
b=$(losetup -f --show "$SLOT_B")
echo 0 >/run/writes
cp "$DEVICE/dracut/90tmpfsroot/slot-rules.sh" /run/scripts/
cp "$DEVICE/root/usr/lib/tmpfsroot/other-slot.sh" /run/lib/
cat >/run/scripts/lib.sh <<LIB
tfr_find() { case "\$2" in rootA) echo $a ;; rootB) echo $b ;; esac; }
tfr_disk_of() { case "\$1" in $a) echo sda ;; $b) echo "$DISK_B" ;; esac; }
tfr_health() { echo "health: \$*"; }
LIB
sed -n '/^# Number behind KEY/,/^}/p' "$DEVICE/dracut/90tmpfsroot/lib.sh" >>/run/scripts/lib.sh
cat >/run/bin/count <<'STUB'
#!/bin/sh
# Ends the program before the write that is to be cut.
writes=$(($(cat /run/writes) + 1))
echo "$writes" >/run/writes
[ "$writes" != "$CUT" ] || kill -9 "$(cat /run/main)"
[ "$writes" != "$CUT" ]
STUB
cat >/run/bin/dd <<STUB
#!/bin/sh
case " \$* " in *" of=$b "*) count || exit 1 ;; esac
exec /bin/dd "\$@"
STUB
echo "$STATE" | tr ' ' '\n' | sed 's/^/tfr_/' >/run/boot-state
cat >/run/scripts/slot-state.sh <<'STUB'
#!/bin/sh
. /run/scripts/slot-rules.sh
. /run/boot-state
case "$3" in a) slot=0 ;; *) slot=1 ;; esac
if [ "$2" != show ]; then
  count || exit 1
  echo "$2 $3" >>/run/events
  tfr_follow "$2" "$slot"
fi
for name in saved_entry ok0 ok1 trial tries fails next_entry; do eval "echo $name=\$tfr_$name"; done |
  tee /run/shown | sed 's/^/tfr_/' >/run/boot-state.new
mv /run/boot-state.new /run/boot-state
cat /run/shown
echo restart=
STUB
chmod +x /run/bin/* /run/scripts/slot-state.sh
export TFR_LIB=/run/lib TFR_RECORD=/run/record PATH="/run/bin:$PATH"

# tell STATUS: what became of it, a line each.
tell() {
  echo "status: $1"
  echo "writes: $(cat /run/writes)"
  sed 's/^/event: /' /run/events 2>/dev/null || :
  sed 's/^tfr_/state: /' /run/boot-state
  sed 's/^/record: /' /run/record/other-slot 2>/dev/null || :
  sed 's/^/tried: /' /run/record/update-trial 2>/dev/null || :
}
