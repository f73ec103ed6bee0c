# shellcheck shell=sh
# Which of this machine's disks are meant. Nothing is written here. What a disk is says TFR_DISK_KINDS, lines NAME
# PATTERN (src/config/fields/disk-kinds.ts): every other name is unknown, and ends the installation.

# Finds the device of each entry of TFR_DISKS (words "sda=/dev/sdb" in $chosen), or ends the installation.
find_disks() {
  # shellcheck disable=SC2154 # set by install.sh; nothing, when it was started from the network
  medium_disk=${medium_device:+$(whole_disk "$medium_device")}
  chosen=
  for selector in $TFR_DISKS; do
    device=$(resolve "$selector") || fail "$device"
    case " $chosen " in
      *"=$device "*) fail "two of the named disks ($TFR_DISKS) are the same one, $device" ;;
    esac
    [ "$device" != "/dev/$medium_disk" ] || fail "$selector is the medium that this was started from"
    chosen="$chosen $selector=$device"
    check_size "$selector" "$device"
  done
}

# Waits until each disk is found, for those that take their time to start: without a medium nothing else waits.
wait_for_disks() {
  udevadm settle --timeout=60
  medium_disk=
  left=30
  for selector in $TFR_DISKS; do
    until resolve "$selector" >/dev/null || [ "$left" -le 0 ]; do
      sleep 1
      left=$((left - 1))
    done
  done
}

# Device of a disk that find_disks chose.
disk_of() {
  for pair in $chosen; do
    # A selector may hold signs of equality, a device none.
    [ "${pair%=*}" = "$1" ] && printf '%s\n' "${pair##*=}" && return 0
  done
  return 1
}

# Name of the disk that a partition lies on, or of the disk itself.
whole_disk() {
  node=$(basename "$1")
  if [ -e "/sys/class/block/$node/partition" ]; then
    basename "$(readlink -f "/sys/class/block/$node/..")"
  else
    printf '%s\n' "$node"
  fi
}

# Prints the device; on failure prints why not.
resolve() {
  case "$1" in
    serial:*) resolve_serial "${1#serial:}" ;;
    /*) resolve_path "$1" ;;
    *) resolve_kernel_name "$1" ;;
  esac
}

resolve_serial() {
  matches=
  for node in $(all_disks); do
    case "
$(serials_of "$node")
" in
      *"
$1
"*) matches="$matches /dev/$node" ;;
    esac
  done
  # shellcheck disable=SC2086
  set -- "$1" $matches
  case $# in
    1) echo "no disk has the serial number $1; there are: $(list_disks)" && return 1 ;;
    2) printf '%s\n' "$2" ;;
    *) echo "more than one disk has the serial number $1:$matches; there are: $(list_disks)" && return 1 ;;
  esac
}

# Only a whole disk: what is written to a partition or to a loop device is not a system.
resolve_path() {
  [ -e "$1" ] || {
    echo "the disk $1 is not there; there are: $(list_disks)"
    return 1
  }
  node=$(basename "$(readlink -f "$1")")
  for disk in $medium_disk $(all_disks); do
    [ "$disk" = "$node" ] && printf '/dev/%s\n' "$node" && return 0
  done
  echo "$1 is $node, which is not a disk that a system can be put on; there are: $(list_disks)"
  return 1
}

# Serial numbers of a disk, one a line, in the signs that an image can name them with: a _ for each other one.
serials_of() {
  properties=$(udevadm info --query=property --name="/dev/$1")
  for property in ID_SERIAL_SHORT ID_SCSI_SERIAL ID_SERIAL; do
    printf '%s\n' "$properties" | LC_ALL=C sed -n "s/^$property=[[:space:]]*//p"
  done | LC_ALL=C sed -e 's/[[:space:]]*$//' -e 's/[[:space:]][[:space:]]*/_/g' -e 's/[^A-Za-z0-9._:@+=-]/_/g' -e '/^$/d'
}

# Kernel names depend on the order in which disks were found. They are taken as those that the machine gives
# without the medium, and only when every disk of that kind is named: else nobody can say which one is meant.
resolve_kernel_name() {
  kind=$(kind_of "$1") || {
    echo "$1 is not the name of a disk that a system can be put on; there are: $(list_disks)"
    return 1
  }
  present=
  for node in $(all_disks); do
    [ "$(kind_of "$node")" = "$kind" ] && present="$present $node"
  done
  named=
  for selector in $TFR_DISKS; do
    case "$selector" in
      serial:* | /*) ;;
      *) [ "$(kind_of "$selector")" = "$kind" ] && named="$named $selector" ;;
    esac
  done
  # shellcheck disable=SC2086
  set -- "$1" "$(count $named)" "$(count $present)"
  if [ "$3" -lt "$2" ]; then
    echo "the disk $1 is not there; there are: $(list_disks)"
    return 1
  elif [ "$3" -gt "$2" ]; then
    echo "$1 is ambiguous, since there are more disks of its kind than the image names: name it by what stands behind it in the list: $(list_disks)"
    return 1
  fi
  # Shorter names sort first, so that sdb comes before sdaa.
  place=0
  for selector in $(sort_names "$named"); do
    place=$((place + 1))
    [ "$selector" = "$1" ] && break
  done
  printf '/dev/%s\n' "$(sort_names "$present" | sed -n "${place}p")"
}

# Prints the kind of disk that has such names; fails for a name that is unknown, and never takes it for another.
kind_of() {
  while read -r kind_name kind_pattern; do
    [ -n "$kind_pattern" ] || continue
    printf '%s\n' "$1" | LC_ALL=C grep -qxE -e "$kind_pattern" && printf '%s\n' "$kind_name" && return 0
  done <<TABLE
$TFR_DISK_KINDS
TABLE
  return 1
}

count() {
  echo $#
}

sort_names() {
  # shellcheck disable=SC2086
  for word in $1; do
    printf '%s %s\n' "${#word}" "$word"
  done | sort -k 1,1n -k 2 | cut -d ' ' -f 2
}

# Names of the disks that a system could live on: not the medium, not empty card readers, not memory.
all_disks() {
  for path in /sys/block/*; do
    node=${path##*/}
    kind_of "$node" >/dev/null || continue
    [ "$node" != "$medium_disk" ] || continue
    [ "$(cat "$path/size")" -gt 0 ] || continue
    [ "$(cat "$path/ro")" -eq 0 ] || continue
    echo "$node"
  done
}

# Every disk, and what an image can name it by, whatever else is in the machine.
list_disks() {
  between=
  for node in $(all_disks); do
    names=$(serials_of "$node" | sed -n '1s/^/ serial:/p')
    for place in by-id by-path; do
      names="$names$(links_to "$node" "$place")"
    done
    printf '%s%s (%s MiB)%s' "$between" "$node" "$(disk_mib "/dev/$node")" "${names:+:$names}"
    between='; '
  done
  [ -n "$between" ] || printf none
}

# The first link to a disk in a folder of /dev/disk whose name an image can have, with a blank before it.
links_to() {
  for link in "/dev/disk/$2"/*; do
    case "$link" in *[!A-Za-z0-9._:@+=/-]*) continue ;; esac
    [ "$(readlink -f "$link")" = "/dev/$1" ] && printf ' %s' "$link" && return 0
  done
  return 0
}

disk_mib() {
  echo $(($(blockdev --getsize64 "$1") / 1048576))
}

# TFR_PARTITIONS holds lines NAME DISK SIZE LABEL FILESYSTEM; 1 MiB at both ends belongs to the GPT.
check_size() {
  need=2
  while read -r name disk size _; do
    [ "$disk" = "$1" ] || continue
    case "$name/$size" in
      */rest) need=$((need + TFR_REST_MIN_MIB)) ;;
      *) need=$((need + size)) ;;
    esac
  done <<TABLE
$TFR_PARTITIONS
TABLE
  have=$(disk_mib "$2")
  [ "$have" -ge "$need" ] || fail "$1 ($2) has $have MiB, the image needs $need MiB"
  sector=$(blockdev --getss "$2")
  case " $TFR_SECTOR_SIZES " in
    *" $sector "*) ;;
    *) fail "$1 ($2) has sectors of $sector bytes, the image is made for $TFR_SECTOR_SIZES" ;;
  esac
}
