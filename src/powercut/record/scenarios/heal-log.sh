# shellcheck shell=sh
# shellcheck disable=SC2154 # names of machine.sh and record.sh
# The power went while a program wrote into /var/log, and some of the file system's own records were lost besides: the
# device repairs it, and the power may go again.

# shellcheck source=log.sh
. "$here/scenarios/log.sh"

prepare() (
  mark() { echo "$*" >"$WORK/flushed"; }
  loop=$(part log)
  mount_as_device log
  write_lines
  # What a device finds: of what the file system holds in memory, the disk has the journal alone.
  at=$(losetup -n -O OFFSET "$loop" | tr -d ' ')
  size=$(blockdev --getsize64 "$loop")
  dd if="$WORK/disk.raw" of="$WORK/in-use" bs=1M iflag=skip_bytes,count_bytes skip="$at" count="$size" 2>/dev/null
  umount /run/point
  dd if="$WORK/in-use" of="$loop" bs=1M conv=fsync 2>/dev/null
  rm "$WORK/in-use"
  lose_inode_bitmap "$loop"
)

lose_inode_bitmap() {
  dumpe2fs "$1" >/run/ext4 2>/dev/null
  block=$(sed -n 's/^Block size: *//p' /run/ext4)
  bitmap=$(sed -n 's/.*Inode bitmap at \([0-9]*\).*/\1/p' /run/ext4 | head -n 1)
  head -c "$block" /dev/urandom | dd of="$1" bs="$block" seek="$bitmap" conv=notrunc,fsync 2>/dev/null
}

scenario() (
  mark "$(cat "$WORK/flushed")"
  set +eu
  load_healer log
  heal
)
