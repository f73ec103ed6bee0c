#!/bin/sh
# check-mount-points.sh ROOT POINT...
#
# Refuses what a container's client would make in the tree where it is missing, and would never take away.
set -eu
root=$(cd -P -- "$1" && pwd -P) || exit
shift
for point; do
  file=$root$point
  case $point in
    */../* | */..) echo "tmpfsroot-wizard: $point is not a plain path" >&2; exit 125 ;;
  esac
  if [ -f "$file" ] && [ ! -L "$file" ]; then file=${file%/*}; fi
  if [ ! -d "$file" ] || [ "$(cd -P -- "$file" && pwd -P)" != "$file" ]; then
    echo "tmpfsroot-wizard: $root has no $point" >&2
    exit 125
  fi
done
