#!/bin/sh
# root-view.sh ROOT PROGRAM [ARG]...
#
# Adds to the /dev of a root tree what the client's mounts leave out; then becomes the program.
set -eu
dev=$1/dev
shift
ln -s /proc/self/fd "$dev/fd"
ln -s fd/0 "$dev/stdin"
ln -s fd/1 "$dev/stdout"
ln -s fd/2 "$dev/stderr"
mkdir -m 1777 "$dev/shm"
exec "$@"
