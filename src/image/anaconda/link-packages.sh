#!/bin/sh
# Gives each package of the store another name in a folder; makes a copy where that cannot be, or where only we could
# read it.
# link-packages.sh FOLDER [PACKAGE NAME]...
set -eu

cd "$1"
shift
while [ $# -gt 0 ]; do
  if [ -z "$(find "$1" -perm -444)" ] || ! ln "$1" "$2" 2>/dev/null; then
    install -m 0644 "$1" "$2"
  fi
  shift 2
done
