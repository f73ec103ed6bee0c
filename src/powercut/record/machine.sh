# shellcheck shell=sh
# A device without a machine: its partitions are loop devices over a disk that logs each write, and its own scripts run
# over them. Read in a mount namespace of its own.
#   WORK        folder with disk.raw, the disk; gets log
#   DEVICE      src/device
#   ID          tail of the installation's PARTUUIDs
#   PARTITIONS  lines NAME NUMBER OFFSET SIZE, in bytes
#   MARK        sector of the disk that lies in no partition
# The kernel here need not know FAT, and mtools stand in for mounting it.
# shellcheck disable=SC2153 # they are given

export LC_ALL=C
scripts=/run/scripts
# What is set to be done at the end is done when somebody ends it, too.
trap 'exit 143' HUP INT TERM

start_machine() {
  mount -t tmpfs tmpfs /run
  mkdir -p /run/tmpfsroot /run/part "$scripts" /run/lib /run/bin /run/point
  : >/run/kmsg
  [ ! -e /dev/kmsg ] || mount --bind /run/kmsg /dev/kmsg
  printf 'slot=a\nid=%s\ndisk=sda\n' "$ID" >/run/tmpfsroot/state
  printf 'committed a\n' >/run/tmpfsroot/health
  echo sda >/run/tmpfsroot/disk
  cp "$DEVICE"/dracut/90tmpfsroot/*.sh "$scripts/"
  chmod +x "$scripts"/*.sh
  cp "$DEVICE"/root/usr/lib/tmpfsroot/*.sh /run/lib/
  stand_in >>"$scripts/lib.sh"
  # Units that are stopped and started are not here.
  printf '#!/bin/sh\n' >/run/bin/systemctl
  chmod +x /run/bin/systemctl
  export PATH="/run/bin:$PATH" TFR_LIB=/run/lib TFR_SCRIPTS="$scripts" TFR_RECORD=/run/record
}

# What of lib.sh asks a machine.
stand_in() {
  cat <<'LIB'
tfr_log() { printf 'tfr: %s\n' "$*" >&2; }
tfr_find() { [ -e "/run/part/$2" ] && readlink "/run/part/$2"; }
tfr_has() { [ -e "/run/part/$2" ]; }
tfr_candidates() { tfr_find "$@"; }
tfr_disk_of() { echo sda; }
tfr_arg() { case "$1" in tfr.esp) cat /run/part/esp.number ;; tfr.id) sed -n 's/^id=//p' /run/tmpfsroot/state ;; esac; }
tfr_partition_number() {
  for tfr_link in /run/part/*; do
    [ "$(readlink "$tfr_link")" != "$1" ] || cat "$tfr_link.number"
  done
}
# mount -t vfat -o HOW DEVICE POINT: the boot state is all that a scenario reads of an ESP.
mount() {
  [ "$1 $2" = '-t vfat' ] || {
    command mount "$@"
    return
  }
  rm -rf "$6" && mkdir -p "$6/EFI/fedora" "$6/EFI/tfr" && mdir -i "$5" ::/EFI >/dev/null 2>&1 || return 1
  for tfr_folder in fedora tfr; do
    mcopy -i "$5" -n -Q "::/EFI/$tfr_folder/grubenv" "$6/EFI/$tfr_folder/" 2>/dev/null || :
  done
  tfr_fat_how=$4 tfr_fat_device=$5 tfr_fat_point=$6
}
umount() {
  [ "$1" = "${tfr_fat_point-}" ] || {
    command umount "$@"
    return
  }
  [ "$tfr_fat_how" = ro ] || (cd "$1" && find . -type f -exec mcopy -o -i "$tfr_fat_device" {} ::/{} \;)
  rm -rf "$1"
  tfr_fat_point=
}
LIB
}

# Begins to log: from here on each write of a partition is in $WORK/log.
start_disk() {
  cd "$WORK" || return 1
  : >log
  : >disk
  # What this machine's own disk has flushed is of no interest: the log says when the device asked for it.
  file=driver=file,discard=unmap,cache.no-flush=on,node-name
  qemu-storage-daemon --blockdev "$file=file,filename=disk.raw" --blockdev driver=raw,file=file,node-name=raw \
    --blockdev "$file=log-file,filename=log" \
    --blockdev driver=blklogwrites,node-name=logged,file=raw,log=log-file,log-sector-size=512,log-super-update-interval=1,discard=unmap \
    --export "type=fuse,id=export,node-name=logged,mountpoint=$WORK/disk,writable=on" >daemon.log 2>&1 &
  daemon=$!
  left=100
  until [ -s disk ]; do
    if [ "$left" -eq 0 ] || ! kill -0 "$daemon" 2>/dev/null; then
      echo 'qemu-storage-daemon offers no disk:' >&2
      cat daemon.log >&2
      return 1
    fi
    sleep 0.1
    left=$((left - 1))
  done
  attach "$WORK/disk"
}

# attach FILE: a loop device for each partition of a disk.
attach() {
  printf '%s\n' "$PARTITIONS" >/run/partitions
  while read -r name number offset size; do
    loop=$(losetup -f --show --offset "$offset" --sizelimit "$size" "$1")
    ln -s "$loop" "/run/part/$name"
    echo "$number" >"/run/part/$name.number"
  done </run/partitions
}

detach() {
  for link in /run/part/*; do
    [ -L "$link" ] || continue
    losetup -d "$(readlink "$link")" || :
    rm "$link" "$link.number"
  done
}

stop_disk() {
  sync
  detach
  [ -z "${daemon-}" ] || {
    umount "$WORK/disk" 2>/dev/null || :
    kill "$daemon" 2>/dev/null || :
    wait "$daemon" || :
  }
  daemon=
}

part() {
  readlink "/run/part/$1"
}

# mark WORDS: says in the log what holds from here on.
mark() {
  printf 'tfr-mark %s\n' "$*" | dd of="$WORK/disk" bs=512 seek="$MARK" count=1 conv=notrunc,sync 2>/dev/null
}

slot_state() {
  "$scripts/slot-state.sh" "$ID" "$@" >/run/slot-state.log 2>&1 || {
    cat /run/slot-state.log >&2
    return 1
  }
}

# The device's own programs without their last line, which runs them: for what they know.
functions_of() {
  sed -e "s|^scripts=.*|scripts=$scripts|" -e 's|^main\( "$@"\)\{0,1\}$||' -e "s|/usr/lib/tmpfsroot/|$scripts/|" "$DEVICE/$1"
}

# is_whole_slot NAME: whether a slot holds all that its own image lists, as the device looks at it before it heals one.
is_whole_slot() (
  set +eu
  functions_of root/usr/lib/tmpfsroot/heal-slot >/run/heal-slot.sh
  # shellcheck source=root/usr/lib/tmpfsroot/heal-slot
  . /run/heal-slot.sh
  mkdir -p "$point"
  is_whole "$(part "$1")"
)

# rebuild_slot DEVICE: gives a slot that is whole other files and another UUID: another image, whole as well.
rebuild_slot() (
  mkdir -p /run/rebuilt
  command mount -t ext4 "$1" /run/rebuilt
  cd /run/rebuilt || exit 1
  facts=usr/lib/tmpfsroot
  # A link of the image would lead to a folder of this machine.
  [ "$(readlink -f "$facts")" = "/run/rebuilt/$facts" ] || exit 1
  free=$(stat -f -c '%a %S' . | awk '{ n = $1 * $2 / 2; print (n > 6291456 ? 6291456 : int(n)) }')
  head -c "$free" /dev/urandom >"$facts/other-image"
  if grep -q '^TFR_FORMAT=squashfs$' "$facts/image.conf"; then
    find . -xdev -type f ! -path './lost+found*' ! -path "./$facts/pieces" ! -path "./$facts/slot.b2" -exec b2sum {} + \
      >/run/slot.b2
    cat /run/slot.b2 >"$facts/slot.b2"
  else
    list_files "$facts"
  fi
  cd /
  command umount /run/rebuilt
  e2fsck -f -y "$1" >/dev/null 2>&1 || :
  tune2fs -U 7f500000-0000-4000-8000-000000000002 "$1" >/dev/null 2>&1 </dev/null
)

# list_files FACTS: writes the lists of an image of plain files, in whose root this is called.
list_files() {
  files() { find . -xdev -path ./boot -prune -o -path ./lost+found -prune -o -type f ! -path "./$1/files.b2" -print0; }
  entries=$(find . -xdev -path './boot/*' -prune -o -path ./lost+found -prune -o -printf . | wc -c)
  sed -i -e "s/^TFR_FILES=.*/TFR_FILES=$(files "$1" | tr -dc '\0' | wc -c)/" \
    -e "s/^TFR_ENTRIES=.*/TFR_ENTRIES=$entries/" "$1/image.conf"
  files "$1" | xargs -0 b2sum >/run/files.b2
  cat /run/files.b2 >"$1/files.b2"
}

# load_healer NAME: reads the device's healer of data partitions; `heal` is then its function for this one.
# shellcheck disable=SC2034 # what it reads
load_healer() {
  functions_of dracut/90tmpfsroot/heal.sh | sed 's|^root=/sysroot|root=/run/sysroot|' >/run/heal.sh
  mkdir -p /run/sysroot/etc
  # shellcheck source=dracut/90tmpfsroot/heal.sh
  . /run/heal.sh
  mkdir -p "$probe_mount"
  id=$ID name=$1 policy=format
  tfr_partition "$name" && fs=$tfr_fs
}
