#!/bin/sh
# Makes a folder with the folders of another one, and none of their files.
# copy-folders.sh FROM TO TIME, seconds since 1970
set -eu

mkdir "$2"
cd "$1"
find . -mindepth 1 -type d -printf '%m %U %G %P\n' | sort -k 4 | while read -r mode uid gid dir; do
  mkdir "$2/$dir"
  chown "$uid:$gid" "$2/$dir"
  chmod "$mode" "$2/$dir"
done
find "$2" -exec touch -h -d "@$3" {} +
