#!/bin/sh
# Copies files of a folder over another one as root's own, each name with a NUL at its end on the standard input.
# copy-names.sh FROM TO
#
# Both ends are tar, which takes names of any bytes, and replaces files instead of writing into them.
set -eu

mkdir -p "$2"
exec 4>&1
status=$({
  {
    packed=0
    tar --create --directory "$1" --format=gnu --no-recursion --owner=0 --group=0 --numeric-owner --mode=go-w \
      --null --verbatim-files-from --files-from - || packed=$?
    echo "$packed" >&3
  } |
    tar --extract --directory "$2" --preserve-permissions --same-owner --no-overwrite-dir --touch >&4
} 3>&1)
[ "$status" -eq 0 ]
