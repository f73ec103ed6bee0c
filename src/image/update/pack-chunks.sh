#!/bin/sh
# Cuts a slot image into chunks of 1 MiB. DIR gets `image`, the UUID of its file system in hex digits; `digests`, the
# SHA-256 of each chunk; and chunk-000000 and so on, each by itself, so that it can be fetched by itself: compressed, or
# as it is.
# pack-chunks.sh IMAGE DIR zstd|raw
set -eu

# The superblock of ext4 lies at byte 1024, its UUID 104 bytes further (ext4 on-disk layout, "super block").
od -An -v -tx1 -j 1128 -N 16 "$1" | tr -d ' \n' >"$2/image"
split --bytes=1M --filter=sha256sum "$1" >"$2/digests" &
digests=$!
# shellcheck disable=SC2016 # split sets FILE for its filter
case "$3" in
  zstd) split --bytes=1M --numeric-suffixes --suffix-length=6 --filter='zstd -q -9 -T1 -c >"$FILE"' "$1" "$2/chunk-" ;;
  raw) split --bytes=1M --numeric-suffixes --suffix-length=6 "$1" "$2/chunk-" ;;
esac
wait "$digests"
