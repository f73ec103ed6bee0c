#!/bin/sh
# Writes files.sha256, the digests of all files of a folder, and those of another list behind them.
# list-digests.sh FOLDER SCRATCH, which has packages.sha256
set -eu

cd "$1"
find . -type f ! -name files.sha256 -printf '%P\0' | LC_ALL=C sort -z | xargs -0 sha256sum -- >"$2/tree.sha256"
cat "$2/tree.sha256" "$2/packages.sha256" >files.sha256
