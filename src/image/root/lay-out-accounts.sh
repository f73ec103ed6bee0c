#!/bin/sh
# Copies files of /etc with their modes from one tree to another that has none yet.
# lay-out-accounts.sh FROM TO NAME...
set -eu

cd "$1/etc"
to=$2/etc
shift 2
for file; do
  [ ! -e "$to/$file" ] || continue
  cat "$file" >"$to/$file"
  chmod --reference="$file" "$to/$file"
done
