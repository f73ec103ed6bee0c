# shellcheck shell=sh
# shellcheck disable=SC2034,SC2154 # names of tmpfsroot-update
# Reads an update: from a file or a block device, from an URL by parts, or from standard input.

# Seconds in which a server that sends next to nothing is given up.
stalled=60

# open_source FILE|URL|-
open_source() {
  source=$1 why=''
  case "$source" in
    -)
      kind=stream position=0
      exec 3<&0
      ;;
    http://* | https://*)
      kind=url
      command -v curl >/dev/null ||
        refuse 'curl is not there: the image needs the package, or give tmpfsroot-update a file'
      case "$source" in */) find_latest ;; esac
      ;;
    *)
      kind='file'
      if [ ! -r "$source" ] || [ -d "$source" ]; then refuse "$source cannot be read"; fi
      ;;
  esac
}

# Of a folder the file `latest` names the update. What it names is signed, so that it need not be.
find_latest() {
  folder=$source
  source=${folder}latest
  fetch 0 256 "$work/latest"
  name=$(head -n 1 "$work/latest" | tr -d '\000' | grep -x '[A-Za-z0-9][A-Za-z0-9._-]\{0,200\}') ||
    refuse "$source names no update"
  source=$folder$name
}

# take OFFSET BYTES FILE: writes these bytes of the update to FILE. Offsets never go back. Fails when there are fewer;
# then why says more, where there is more to say.
take() {
  take_some "$@"
  [ "$(wc -c <"$3")" -eq "$2" ]
}

# The same for what may be shorter.
take_some() {
  why=''
  case "$kind" in
    file) dd if="$source" of="$3" bs=1M iflag=skip_bytes,count_bytes,fullblock skip="$1" count="$2" 2>/dev/null ;;
    stream) take_from_stream "$@" ;;
    url) fetch "$@" ;;
  esac
}

take_from_stream() {
  # The start is looked at before its parts are taken.
  if [ -e "$work/ahead" ]; then
    dd if="$work/ahead" of="$3" bs=1M iflag=skip_bytes,count_bytes skip="$1" count="$2" 2>/dev/null
    have=$(wc -c <"$3")
  else
    : >"$3"
    have=0
  fi
  skip=$(($1 + have - position))
  [ "$skip" -le 0 ] || dd of=/dev/null bs=64K iflag=count_bytes,fullblock count="$skip" <&3 2>/dev/null
  [ "$have" -ge "$2" ] || dd bs=64K iflag=count_bytes,fullblock count=$(($2 - have)) <&3 >>"$3" 2>/dev/null
  [ "$position" -gt $(($1 + $2)) ] || position=$(($1 + $2))
  [ "$1" -ne 0 ] || cp "$3" "$work/ahead"
}

# A server that takes no ranges, or never ends, costs no more than what was asked for.
fetch() {
  curl --silent --show-error --location --proto '=http,https' --globoff --connect-timeout "$stalled" \
    --speed-limit 100 --speed-time "$stalled" --retry 3 --limit-rate "${rate:-0}k" --range "$1-$(($1 + $2 - 1))" --dump-header "$work/http" \
    -- "$source" 2>"$work/curl" | head -c "$2" >"$3"
  status=$(sed -n 's/^HTTP[^ ]* \([0-9]*\).*/\1/p' "$work/http" 2>/dev/null | tail -n 1)
  case "$status" in
    206) why=$(sed -n 's/^curl: //p' "$work/curl" | head -n 1) ;;
    200) refuse "the server of $source sends no parts of files (HTTP ranges)" ;;
    '') refuse "$source cannot be reached: $(sed -n 's/^curl: //p' "$work/curl" | head -n 1)" ;;
    *) refuse "the server of $source answers with status $status" ;;
  esac
}
