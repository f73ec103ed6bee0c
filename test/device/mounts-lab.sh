#!/bin/sh
# Runs usr/lib/tmpfsroot/mounts as on a running device, in a mount namespace of its own: FSTAB and TABLE are its fstab
# and table of data partitions; MOUNTED is mounted by systemd's stand-in, this script.
set -eu

root=$LAB/root
mount -t tmpfs tmpfs "$LAB"
mkdir "$LAB/upper" "$LAB/work" "$root"
mount -t overlay overlay -o "lowerdir=/,upperdir=$LAB/upper,workdir=$LAB/work" "$root"
for dir in dev proc sys; do mount --rbind "/$dir" "$root/$dir"; done
mount -t tmpfs tmpfs "$root/run"
image=$root/usr/lib/tmpfsroot
mkdir -p "$image" "$root/usr/lib/dracut/modules.d/90tmpfsroot" "$root/run/tmpfsroot"
cp "$DEVICE"/dracut/90tmpfsroot/*.sh "$root/usr/lib/dracut/modules.d/90tmpfsroot/"
cp "$DEVICE/root/usr/lib/tmpfsroot/mounts" "$image/"
printf '%s' "$TABLE" >"$image/partitions"
printf '755 0 0 app\n' >"$image/opt.dirs"
printf '%s' "$FSTAB" >"$root/etc/fstab"
while read -r _ _ _ point _; do mkdir -p "$root$point"; done <"$image/partitions"
truncate -s 16M "$root/good.img"
mkfs.ext4 -q "$root/good.img"
for point in $MOUNTED; do chroot "$root" mount "$point"; done
chroot "$root" /bin/sh /usr/lib/tmpfsroot/mounts || echo "status: $?"
sed 's/^/health: /' "$root/run/tmpfsroot/health" 2>/dev/null || :
[ ! -e "$root/run/tmpfsroot/without-docker" ] || echo 'without docker'
[ ! -d "$root/opt/app" ] || echo 'opt has app'
while read -r _ _ _ point _; do
  sed -n "s|^[^ ]* $root\($point [^ ]* [^ ]*\) .*|\1|p" /proc/mounts
done <"$image/partitions"
