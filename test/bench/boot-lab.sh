#!/bin/sh
# Takes a slot as the initramfs does, from a device of a given speed, and tells how long that takes. Started in a mount
# and process namespace of its own.
#   SLOT        image of the slot
#   BYTES       bytes per second that the device gives, 0 for what it can
#   PROCESSORS  as taskset(1) takes them
#   MEMORY      `yes`: also how much its programs take, by looking at them all the time, which takes time itself
#   SCRIPTS     src/device/dracut/90tmpfsroot
set -eu

mount -t tmpfs tmpfs /run
mkdir -p /run/tmpfsroot/slot /run/root
: >/run/export
# The image is in memory, whatever was done before: the throttle is what makes the device slow.
cat "$SLOT" >/dev/null
qemu-storage-daemon --object "throttle-group,id=limits,x-bps-read=$BYTES" \
  --blockdev "file,node-name=image,filename=$SLOT,read-only=on" \
  --blockdev throttle,node-name=slow,throttle-group=limits,file=image,read-only=on \
  --export fuse,id=export,node-name=slow,mountpoint=/run/export,writable=off &
loop=
# The daemon ends with this shell, which is the first process of its space: asked to end, it was seen to go on for ever.
trap '[ -z "$loop" ] || losetup -d "$loop"' EXIT
left=100
until [ "$(stat -c %s /run/export)" -gt 0 ]; do
  [ "$left" -gt 0 ]
  left=$((left - 1))
  sleep 0.1
done
# Past the cache of the file that the daemon shows.
loop=$(losetup -f --show -r --direct-io=on /run/export)
sectors_read() { awk '{ print $3 }' "/sys/block/${loop##*/}/stat"; }
before=$(sectors_read)
sed -e "s|^\. /usr/lib/tmpfsroot/|. $SCRIPTS/|" -e 's|^new_root=.*|new_root=/run/root|' -e '$d' "$SCRIPTS/root.sh" >/run/root.sh
cat >/run/lab.sh <<'LAB'
. /run/root.sh
tfr_log() { echo "log: $*"; }
first=a device=$1
take_device a && echo taken
LAB
# The most that programs beside the root had in memory at once, by what each had at most.
watch() {
  most=0
  while :; do
    # A process may end while it is looked at.
    now=$(cat /proc/[0-9]*/status 2>/dev/null |
      awk '/^Name:/ { name = $2 } /^VmHWM:/ && name ~ /^(unsquashfs|b2sum|cp)$/ { sum += $2 } END { print sum + 0 }')
    [ "$now" -le "$most" ] || most=$now
    echo "$most" >/run/most
    sleep 0.1
  done
}
watcher=
[ "$MEMORY" != yes ] || {
  watch &
  watcher=$!
}
begun=$(date +%s%N)
status=0
taskset -c "$PROCESSORS" sh /run/lab.sh "$loop" || status=$?
ended=$(date +%s%N)
[ -z "$watcher" ] || {
  kill "$watcher" 2>/dev/null || :
  wait "$watcher" 2>/dev/null || :
}
echo "milliseconds: $(((ended - begun) / 1000000))"
echo "read: $((($(sectors_read) - before) / 2)) KiB"
echo "most: $(cat /run/most 2>/dev/null || echo 0) KiB"
umount /run/root
[ "$status" -eq 0 ]
