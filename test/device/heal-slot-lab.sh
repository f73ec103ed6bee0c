#!/bin/sh
# Runs the healing of the other slot over two loop devices, with a stand-in for slot-state.sh that follows the rules and
# keeps the state in a file. Started in a mount namespace of its own.
#   SLOT_A SLOT_B  images of the slots; A runs, from the disk sda
#   DISK_B         disk that slot B is on
#   SCRIPTS        src/device/dracut/90tmpfsroot
#   SCRIPT         src/device/root/usr/lib/tmpfsroot/heal-slot
#   STATE          words FIELD=VALUE of the boot state
#   RECORD         what was remembered of the other slot, or nothing
#   CUT            number of the write, to the state or to slot B, before which the power is cut, or nothing
#   SHELL_UNDER_TEST
set -eu

mount -t tmpfs tmpfs /run
mkdir -p /run/tmpfsroot /run/bin /run/scripts
printf 'slot=a\nid=1234\ndisk=sda\n' >/run/tmpfsroot/state
[ -z "$RECORD" ] || printf '%s\n' "$RECORD" >/run/record
a=$(losetup -f --show "$SLOT_A")
b=
trap 'losetup -d $a $b' EXIT
b=$(losetup -f --show "$SLOT_B")
echo 0 >/run/writes
cp "$SCRIPTS/slot-rules.sh" /run/scripts/
cat >/run/scripts/lib.sh <<LIB
tfr_find() { case "\$2" in rootA) echo $a ;; rootB) echo $b ;; esac; }
tfr_disk_of() { case "\$1" in $a) echo sda ;; $b) echo "$DISK_B" ;; esac; }
tfr_health() { echo "health: \$*"; }
LIB
sed -n '/^# Number behind KEY/,/^}/p' "$SCRIPTS/lib.sh" >>/run/scripts/lib.sh
cat >/run/bin/count <<'STUB'
#!/bin/sh
# Ends the healing before the write that is to be cut.
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
STUB
chmod +x /run/bin/* /run/scripts/slot-state.sh
sed -e 's|^scripts=.*|scripts=/run/scripts|' -e 's|^record=.*|record=/run/record|' -e 's|pause=.*|pause=0|' \
  -e 's|>/dev/kmsg|>\&2|' -e 's|^main$|echo $$ >/run/main; main|' "$SCRIPT" >/run/heal-slot
status=0
PATH=/run/bin:$PATH "$SHELL_UNDER_TEST" /run/heal-slot || status=$?
echo "status: $status"
echo "writes: $(cat /run/writes)"
sed 's/^/event: /' /run/events 2>/dev/null || :
sed 's/^tfr_/state: /' /run/boot-state
sed 's/^/record: /' /run/record 2>/dev/null || :
! grep ' /run/tmpfsroot/heal-slot ' /proc/mounts || echo 'left a mount'
