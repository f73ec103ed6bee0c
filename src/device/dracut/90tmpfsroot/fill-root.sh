# shellcheck shell=sh
# shellcheck disable=SC2154 # who reads this sets slot_mount, new_root, conf (image.conf of the slot) and labelled
# Fills the root in memory from a slot that is mounted, and checks it. A slot holds the files of the root, or one
# compressed image of them with its digest beside it (src/image/slot/image-slot.ts).

slot_image=root.squashfs
# Digests of the image and of image.conf, which is read before the image is.
image_list=usr/lib/tmpfsroot/root.b2

# Nothing for a slot of an older version, which has files.
slot_format() {
  sed -n 's/^TFR_FORMAT=//p' "$1"
}

# Whether what is read before the root is there can be believed. That of files is looked at with all the others.
facts_hold() {
  [ "$(slot_format "$conf")" != squashfs ] || is_as_listed usr/lib/tmpfsroot/image.conf
}

# is_as_listed NAME: whether a file of the slot has the digest that its list has.
is_as_listed() {
  (cd "$slot_mount" && grep "^[0-9a-f]*  $1\$" "$image_list" | b2sum --check --quiet --strict -) \
    >/run/tmpfsroot/verify.log 2>&1 || {
    tfr_log "$1 in the slot is damaged: $(head -n 3 /run/tmpfsroot/verify.log | tr '\n' ' ')"
    return 1
  }
}

# The memory that the root is put into, of the size that the slot says.
mount_new_root() {
  size_mib=$(tfr_number "$conf" TFR_TMPFS_MIB) && inodes=$(tfr_number "$conf" TFR_TMPFS_INODES) || return 1
  mount -t tmpfs -o "mode=0755,size=${size_mib}m,nr_inodes=$inodes" tmpfs "$new_root"
}

fill_root() {
  case "$(slot_format "$conf")" in
    squashfs) unpack_image ;;
    files | '') copy_tree ;;
    *)
      tfr_log 'nobody knows what the slot holds'
      return 1
      ;;
  esac
}

# The digest is computed from the pages that are unpacked at the same time, so that the disk is read once. The queues
# are sizes in MiB, of which unsquashfs would take a quarter of the memory.
unpack_image() {
  unsquashfs -no-progress -da 16 -fr 16 -f -d "$new_root" "$slot_mount/$slot_image" >/run/tmpfsroot/unpack.log 2>&1 &
  unpacker=$!
  grep -q '^TFR_VERIFY=size$' "$conf" || is_as_listed "$slot_image" || {
    kill -9 "$unpacker" 2>/dev/null
    wait "$unpacker"
    return 1
  }
  wait "$unpacker" || {
    tfr_log "the image cannot be unpacked: $(tail -n 3 /run/tmpfsroot/unpack.log | tr '\n' ' ')"
    return 1
  }
}

copy_tree() (
  cd "$slot_mount" || exit 1
  for entry in * .[!.]* ..?*; do
    case "$entry" in boot | lost+found) continue ;; esac
    [ -e "$entry" ] || [ -L "$entry" ] || continue
    # Asked for by name, a label that cannot be kept is a failure; with SELinux off it would be one to ask.
    cp -a ${labelled:+--preserve=context} -- "$entry" "$new_root/" || exit 1
  done
  mkdir -m 0755 "$new_root/boot" || exit 1
  [ -z "$labelled" ] || {
    chcon --reference=. "$new_root" && chcon --reference=boot "$new_root/boot"
  }
)

verify_root() (
  cd "$new_root" || exit 1
  conf=usr/lib/tmpfsroot/image.conf
  want=$(tfr_number "$conf" TFR_ENTRIES) || exit 1
  have=$(find . -xdev -printf . | wc -c) || exit 1
  [ "$have" -eq "$want" ] || {
    tfr_log "the copy has $have files, the image $want"
    exit 1
  }
  if grep -q '^TFR_VERIFY=size$' "$conf"; then
    bytes=$(find . -xdev -type f ! -path './usr/lib/tmpfsroot/*' -printf '%s\n' | awk '{ n += $1 } END { printf "%d", n }')
    [ "$bytes" = "$(tfr_number "$conf" TFR_FILE_BYTES)" ] || {
      tfr_log "the copy has $bytes bytes, the image $(tfr_number "$conf" TFR_FILE_BYTES)"
      exit 1
    }
    exit 0
  fi
  # The image was looked at as a whole.
  [ "$(slot_format "$conf")" != squashfs ] || exit 0
  files=$(tfr_number "$conf" TFR_FILES) || exit 1
  [ "$(wc -l <usr/lib/tmpfsroot/files.b2)" -eq "$files" ] || {
    tfr_log 'the list of digests is not complete'
    exit 1
  }
  b2sum --check --quiet --strict usr/lib/tmpfsroot/files.b2 >/run/tmpfsroot/verify.log 2>&1 || {
    tfr_log "the copy is damaged: $(head -n 3 /run/tmpfsroot/verify.log | tr '\n' ' ')"
    exit 1
  }
)
