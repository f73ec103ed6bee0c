#!/bin/sh
# Makes folders in the tree that is laid over a system, and gives all of its folders the modes of Fedora's.
# make-mount-points.sh TREE FOLDER..., relative to TREE
set -eu

cd "$1"
shift
mkdir -p boot "$@"
find . -type d -exec chmod 0755 {} +
if [ -d root ]; then chmod 0550 root; fi
if [ -d root/.ssh ]; then chmod 0700 root/.ssh; fi
