#!/bin/sh
# Runs usr/lib/tmpfsroot/memory as on a running device, in a mount namespace of its own. MOUNTS are its file systems in
# memory (lines POINT SIZE), MEMTOTAL is the memory in KiB, FSTAB its fstab. Prints POINT and size in KiB of each.
set -eu

root=$LAB/root
mkdir "$LAB/upper" "$LAB/work" "$root"
mount -t tmpfs tmpfs "$LAB/upper"
mkdir "$LAB/upper/upper" "$LAB/upper/work"
mount -t overlay overlay -o "lowerdir=/,upperdir=$LAB/upper/upper,workdir=$LAB/upper/work" "$root"
mount -t proc proc "$root/proc"
mkdir -p "$root/lab"
cp "$DEVICE/root/usr/lib/tmpfsroot/memory" "$root/lab/memory"
printf 'MemTotal:     %s kB\n' "$MEMTOTAL" >"$root/lab/meminfo"
printf '%s' "$FSTAB" >"$root/lab/fstab"
printf '%s' "$MOUNTS" | while read -r point size; do
  mkdir -p "$root$point"
  mount -t tmpfs -o "size=$size,nosuid" tmpfs "$root$point"
done
[ -z "${FILL-}" ] || head -c "$FILL" /dev/zero >"$root/tmp/data"
chroot "$root" env TFR_FSTAB=/lab/fstab TFR_MEMINFO=/lab/meminfo sh /lab/memory
sed -n "s|^tmpfs $root\([^ ]*\) tmpfs \(.*\) 0 0|\1 \2|p" /proc/mounts
