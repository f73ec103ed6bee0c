# shellcheck shell=sh
# The facts of an image, written on the device: the same files as src/image/settings/image-facts.ts makes for a slot image.

facts=usr/lib/tmpfsroot

# write_directories ROOT SLOT: directories of each data partition, which is mounted below ROOT, one
# MODE UID GID PATH a line.
write_directories() {
  while read -r tfr_name _ _ tfr_point _; do
    [ -d "$1$tfr_point" ] || continue
    (cd "$1$tfr_point" && find . -xdev -mindepth 1 -type d ! -path './lost+found*' -printf '%m %U %G %P\n') |
      sort -k 4 >"$2/$facts/$tfr_name.dirs" || return 1
  done <"$2/$facts/partitions"
}

# Everything that a boot copies: without what is in /boot, and without lost+found. The number of files, kilobytes
# and entries must be what the initramfs counts (src/device/dracut/90tmpfsroot/root.sh).
write_facts() {
  (
    cd "$1" || exit 1
    : >"$facts/image.conf" && : >"$facts/files.b2" || exit 1
    # A line for each, also for a name with a line break.
    copied -printf '%y %s %p\0' | tr '\n\0' '?\n' | awk -v verify="$TFR_VERIFY" -v headroom="$TFR_HEADROOM_MIB" '
      {
        entries++
        if ($1 != "f") { pages++; next }
        files++
        path = $0; sub(/^f [0-9]+ \.\//, "", path)
        pages += int(($2 + 4095) / 4096)
        # A line of b2sum: 128 digits, two blanks, the path.
        list += length(path) + 131
        if (path !~ /^usr\/lib\/tmpfsroot\//) bytes += $2
      }
      END {
        mib = int((pages + int(list / 4096) + 2 + 255) / 256)
        printf "TFR_TMPFS_MIB=%d\nTFR_TMPFS_INODES=%d\nTFR_CONTENT_MIB=%d\n", mib + headroom, entries + 65536, mib
        printf "TFR_ENTRIES=%d\nTFR_FILES=%d\nTFR_FILE_BYTES=%.0f\n", entries, files - 1, bytes
        printf "TFR_VERIFY=%s\nTFR_FORMAT=files\n", verify
      }' >/tmp/tfr-image.conf && cat /tmp/tfr-image.conf >"$facts/image.conf" || exit 1
    copied -type f ! -path "./$facts/files.b2" -printf '%P\0' | sort -z |
      xargs -0 b2sum -- >/tmp/tfr-files.b2 && cat /tmp/tfr-files.b2 >"$facts/files.b2"
  )
}

copied() {
  find . -xdev -path ./lost+found -prune -o -path './boot/*' -prune -o "$@"
}

# Reads a slot back: every file has its digest, and there are as many entries as were counted.
check_slot() {
  (
    cd "$1" || exit 1
    [ "$(copied -printf . | wc -c)" -eq "$(tfr_number "$facts/image.conf" TFR_ENTRIES)" ] &&
      b2sum --check --quiet --strict "$facts/files.b2"
  )
}
