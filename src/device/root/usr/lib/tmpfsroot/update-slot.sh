# shellcheck shell=sh
# shellcheck disable=SC2154 # names of tmpfsroot-update and update-source.sh
# Writes an update into the slot that does not run, in the order of the rules (src/slots/rules.ts): first the boot state
# says that the slot is being written, then its first block goes, and it comes back last, after all else was read back.

# Chunks that are fetched at once: they lie in memory meanwhile.
most_at_once=16

# Sets id, slot, own, and other, device: the slot that does not run.
find_slots() {
  name_slots "$run/state" || misused "$run/state does not say which slot runs"
  own=$(tfr_find "$id" "$own_name" 0) || refuse "slot $slot cannot be found"
  device=$(tfr_find "$id" "$name" 0) || refuse "slot $other cannot be found"
  if [ "$own" = "$device" ] || [ "$(tfr_disk_of "$own")" != "$(tfr_disk_of "$device")" ]; then
    refuse "slot $other is on another disk than slot $slot"
  fi
  # Else there would be no slot of which anybody knows that it works.
  grep -q "^committed $slot" "$run/health" 2>/dev/null ||
    refuse "slot $slot has not been found good yet in this start; try again in a minute"
}

write_update() {
  # It reads and writes the same slot.
  systemctl stop tfr-heal-slot.service 2>/dev/null
  find_differences
  if [ -s "$work/plan" ]; then
    done=0
    if [ "$kind" = file ]; then each_part check_chunk; fi
    tell_state barrier || refuse 'the boot state cannot be written'
    # An earlier one has no start any more.
    rm -f "$trial_record" "$left_record"
    : >"$work/touched"
    printf '<5>tfr: slot %s is written with an update: %s\n' "$other" "$(value image)" >/dev/kmsg
    # A slot that begins as it should would be started. What it begins with may be right already.
    dd if="$device" of="$work/first" bs="$first_bytes" count=1 iflag=direct 2>/dev/null
    write_block 0 </dev/zero || failed "slot $other cannot be written"
    done=0
    make_known write_chunk
    each_part write_chunk
    [ ! -t 2 ] || echo >&2
    read_back
  fi
  # For the healing of slots, which must know what this one was given.
  remember "$(value image)"
  tell_state trial || failed 'the boot state cannot be written'
  # Its starts may end without a word.
  keep "$trial_record" "$other $(value image) $(value name)"
  printf '<5>tfr: slot %s holds the update\n' "$other" >/dev/kmsg
}

# The slot is not started until another update is whole.
failed() {
  tfr_health update-failed "$other" "$*"
  refuse "$*"
}

# digests MIB: SHA-256 of each of the first MiB that the disk holds, and not what the kernel remembers of them.
digests() {
  blockdev --flushbufs "$device"
  dd if="$device" bs=1M count="$1" iflag=direct conv=noerror,sync 2>/dev/null |
    split --bytes=1M --filter=sha256sum - | cut -c 1-64
}

# Writes the plan: lines CHUNK OFFSET BYTES SHA256 of those that differ.
find_differences() {
  digests "$slot_mib" >"$work/held"
  paste -d ' ' "$work/chunks" "$work/held" |
    awk -v at="$payload" '{ if ($1 != $3) print NR - 1, at, $2, $1; at += $2 }' >"$work/plan"
  wanted=$(wc -l <"$work/plan")
}

# each_part WHAT: calls WHAT CHUNK SHA256 for each chunk of the plan, which then lies in $work/chunk. Those whose parts
# of the update follow each other are taken together; of a part that is cut short, those that have arrived are used.
each_part() {
  awk -v most="$most_at_once" '{
    if (n > 0 && n < most && at + bytes == $2) { n += 1; bytes += $3; rest = rest " " $1 ":" $3 ":" $4; next }
    if (n > 0) print at, bytes, rest
    at = $2; bytes = $3; n = 1; rest = $1 ":" $3 ":" $4
  } END { if (n > 0) print at, bytes, rest }' "$work/plan" >"$work/parts"
  while read -r at bytes rest <&4; do
    short=
    [ "$bytes" -eq 0 ] || take "$at" "$bytes" "$work/part" || short="it is cut short${why:+: $why}"
    at=0
    for one in $rest; do
      chunk=${one%%:*} sha256=${one##*:} stored=${one#*:}
      stored=${stored%:*}
      fault="its chunk $chunk is damaged, or another's"
      unpack "$at" "$stored" || failed_part "${short:-$fault}"
      at=$((at + stored))
      "$1" "$chunk" || failed "slot $other cannot be written"
      count_chunk
    done
  done 4<"$work/parts"
}

count_chunk() {
  done=$((done + 1))
  [ ! -t 2 ] || printf '\r%s of %s MiB' "$done" "$wanted" >&2
}

# Before the slot is touched it is as it was.
failed_part() {
  [ ! -e "$work/touched" ] || failed "$*"
  refuse "$*"
}

# unpack OFFSET BYTES: of $work/part, to $work/chunk.
unpack() {
  if [ "$2" -eq 0 ]; then
    head -c 1048576 /dev/zero >"$work/chunk"
  elif [ "$2" -eq 1048576 ]; then
    dd if="$work/part" of="$work/chunk" bs=1M iflag=skip_bytes,count_bytes skip="$1" count="$2" 2>/dev/null
  else
    # One that unpacks to more is damaged: it shall not fill the memory.
    dd if="$work/part" bs=1M iflag=skip_bytes,count_bytes skip="$1" count="$2" 2>/dev/null |
      zstd -d -c -q 2>/dev/null | head -c 1048577 >"$work/chunk"
  fi
  [ "$(sha256sum <"$work/chunk")" = "$sha256  -" ]
}

# It was unpacked.
check_chunk() {
  :
}

write_chunk() {
  if [ "$1" -eq 0 ]; then
    head -c "$first_bytes" "$work/chunk" >"$work/first"
    tail -c +$((first_bytes + 1)) "$work/chunk" | write_block 1
  else
    dd if="$work/chunk" of="$device" bs=1M seek="$1" oflag=direct conv=notrunc 2>/dev/null
  fi
}

# write_block NUMBER: standard input, from a block of $first_bytes on; of an endless one a block.
write_block() {
  if [ "$1" -eq 0 ]; then set -- 0 1; else set -- "$1" $((1048576 / first_bytes - 1)); fi
  dd of="$device" bs="$first_bytes" seek="$1" count="$2" iflag=fullblock oflag=direct conv=notrunc,fsync 2>/dev/null
}

# Puts the first block where it belongs, when all else is there.
read_back() {
  sync "$device" || failed "slot $other cannot be written"
  find_differences
  [ "$(cut -d ' ' -f 1 "$work/plan")" = 0 ] || failed "slot $other does not hold what was written: the disk is bad"
  write_block 0 <"$work/first" || failed "slot $other cannot be written"
  [ "$(digests 1)" = "$(head -c 64 "$work/chunks")" ] ||
    failed "slot $other does not hold what was written: the disk is bad"
}
