#!/bin/sh
# Looks at states of a partition as a device would at its next start: repairs and mounts each, and says what is there, a
# line for each file: NAME WORDS. Started in a mount namespace of its own, with what machine.sh asks for.
#   kept DIGEST   /persist would give this back (`none`: nothing)
#   lines N       all of the first N lines are there
#   formatted     all that was there is gone
#   unusable      memory would take its place
# check-part.sh PARTITION POLICY FILE...: POLICY is `device`, or `fsck-n` for a check that other systems do.
set -u

here=$(dirname "$0")
# shellcheck source=../record/machine.sh
. "$here/../record/machine.sh"

main() {
  start_machine && load_healer "$1" || return
  look=$2
  shift 2
  trap 'losetup -d "$loop"' EXIT
  for file; do
    loop=$(losetup -f --show "$file") || return
    ln -sfn "$loop" "/run/part/$name"
    printf '%s %s\n' "${file##*/}" "$(state_of)"
    losetup -d "$loop"
  done
  trap - EXIT
}

state_of() {
  : >/run/tmpfsroot/heal.log
  if ! "by_$(echo "$look" | tr - _)" >/dev/null 2>&1; then
    echo unusable
    return
  fi
  if grep -q formatted /run/tmpfsroot/heal.log; then
    echo formatted
    return
  fi
  mount -t "$fs" -o "$tfr_options" "$loop" /run/point 2>/dev/null || {
    echo unusable
    return
  }
  if [ "$name" = persist ]; then what_is_kept; else what_lines; fi
  umount /run/point
}

by_device() {
  heal
}

by_fsck_n() {
  fsck."$fs" -n "$loop" || {
    mkfs."$fs" -q -F "$loop" && note formatted
  }
}

# All of the first lines that are there without a gap.
what_lines() {
  find /run/point/app -name 'lines*' -exec cat {} + 2>/dev/null | sed -n 's/^\([0-9]*\): pump .*=$/\1/p' | sort -n |
    awk '$1 == n + 1 { n = $1 } END { print "lines", n + 0 }'
}

what_is_kept() (
  export TFR_PERSIST=/run/point TFR_ROOT=/run/root
  # shellcheck source=root/usr/lib/tmpfsroot/persist.sh
  . "$TFR_LIB/persist.sh"
  find_copies
  [ -n "$newest" ] || {
    echo kept none
    exit
  }
  printf 'kept %s\n' "$(describe "$store/$newest" files | b2sum | cut -c 1-32)"
)

main "$@"
