# shellcheck shell=sh
# shellcheck disable=SC2154 # names of tmpfsroot-update, update-slot.sh and update-source.sh
# Makes chunks of an update from what the running slot has of them, so that only the rest is fetched. Slots with a
# compressed image have a table of their pieces (src/image/slot/piece-table.ts), and updates have that of the new slot.
# Whatever comes of it has the digest that the manifest gives, or is fetched.

# make_known WHAT: calls WHAT CHUNK, with the chunk in $work/chunk, for those of the plan that the running slot has a part
# of, and takes them off the plan.
make_known() {
  # Only of a server parts can be had by themselves.
  [ "$kind" = url ] && [ -s "$work/pieces" ] && own_pieces >"$work/own-pieces" || return 0
  find_parts >"$work/parts"
  : >"$work/made"
  while read -r chunk sha256 parts <&4; do
    for part in $parts; do
      read_part "$part"
    done >"$work/chunk"
    [ "$(sha256sum <"$work/chunk")" = "$sha256  -" ] || continue
    write_made "$1"
  done 4<"$work/parts"
  awk 'NR == FNR { made[$1]; next } !($1 in made)' "$work/made" "$work/plan" >"$work/plan.new"
  mv "$work/plan.new" "$work/plan"
}

write_made() {
  "$1" "$chunk" || failed "slot $other cannot be written"
  echo "$chunk" >>"$work/made"
  count_chunk
}

# Lines of the table of the running slot; fails when it has none.
own_pieces() {
  debugfs -R 'cat /usr/lib/tmpfsroot/pieces' "$own" 2>/dev/null | grep -a -x '[0-9a-f-]\{12\} [0-9]\{1,6\}'
}

# read_part SOURCE:OFFSET:BYTES: prints it. What cannot be read is missing from the chunk, which then is fetched.
read_part() {
  bytes=${1##*:}
  at=${1#*:}
  at=${at%:*}
  case "$1" in
    own:*) dd if="$own" bs=1M iflag=skip_bytes,count_bytes skip="$at" count="$bytes" 2>/dev/null ;;
    # The lines themselves, and what follows them in their place.
    table:*) { cat "$work/pieces" && tr '\000' '#' </dev/zero; } 2>/dev/null | tail -c +$((at + 1)) | head -c "$bytes" ;;
    update:*) take "$at" "$bytes" "$work/part" && cat "$work/part" ;;
  esac
}

# Prints, for each chunk of the plan of which the running slot or the table has a part, CHUNK SHA256 PART...
find_parts() {
  awk -v table="${table_at:-0}" -v table_bytes="${table_bytes:-0}" '
    function part(source, at, bytes) {
      if (bytes <= 0) return
      if (source == last && at == last_end) { sum += bytes; last_end += bytes; return }
      put()
      last = source; first = at; sum = bytes; last_end = at + bytes
    }
    function put() {
      if (last != "") parts = parts sprintf(" %s:%.0f:%.0f", last, first, sum)
      if (last == "own" || last == "table") known = 1
      last = ""
    }
    # What no slot has: from the update, whose chunks lie there as they are.
    function from_update(from, to) { part("update", stored + from - low, to - from) }
    # A piece without an id has something of the table.
    function around_table(from, to) {
      edge = from > table ? from : table
      end = to < table + table_bytes ? to : table + table_bytes
      if (edge >= end) { from_update(from, to); return }
      from_update(from, edge)
      part("table", edge - table, end - edge)
      from_update(end, to)
    }
    BEGIN { file = own_at = n = at = i = 0 }
    FNR == 1 { file += 1 }
    file == 1 {
      if ($1 !~ /-/ && !($1 in own)) { own[$1] = own_at; own_bytes[$1] = $2 }
      own_at += $2
      next
    }
    file == 2 { id[n] = $1; begin[n] = at; at += $2; begin[++n] = at; next }
    $3 == 1048576 {
      low = $1 * 1048576; high = low + 1048576; stored = $2
      parts = ""; last = ""; known = 0
      while (i < n && begin[i + 1] <= low) i += 1
      for (k = i; k < n && begin[k] < high; k += 1) {
        from = begin[k] > low ? begin[k] : low
        to = begin[k + 1] < high ? begin[k + 1] : high
        if (id[k] in own && own_bytes[id[k]] == begin[k + 1] - begin[k]) part("own", own[id[k]] + from - begin[k], to - from)
        else if (id[k] ~ /-/) around_table(from, to)
        else from_update(from, to)
      }
      put()
      if (known) print $1, $4 parts
    }' "$work/own-pieces" "$work/pieces" "$work/plan"
}
