#!/bin/sh
# Puts files into a folder instead of what is there: that may be a hard link to a file of another tree.
# add-signatures.sh FROM TO NAME...
set -eu

from=$1 to=$2
shift 2
for name; do
  rm -f "$to/$name"
  cat "$from/$name" >"$to/$name"
  chmod 0644 "$to/$name"
done
