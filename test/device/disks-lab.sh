#!/bin/sh
# Chooses disks as the installer does, over a machine that is only files. Started in a mount namespace of its own.
#   MACHINE   folder that becomes /sys, with udev/NAME (properties) and links/ (becomes /dev/disk) in it
#   SCRIPT    disks.sh
#   SHELL     program that reads it
# The standard input holds the settings as in install.conf, and medium_device.
set -eu

mount --bind "$MACHINE" /sys
mount -t tmpfs tmpfs /mnt
mkdir /mnt/bin /mnt/dev
mknod /mnt/dev/null c 1 3
cp -a "$MACHINE/links" /mnt/dev/disk
for path in /sys/class/block/*; do : >"/mnt/dev/${path##*/}"; done

cat >/mnt/bin/blockdev <<'STUB'
#!/bin/sh
case "$1" in
  --getsize64) echo $(($(cat "/sys/block/${2#/dev/}/size") * 512)) ;;
  --getss) cat "/sys/block/${2#/dev/}/sector" ;;
esac
STUB
cat >/mnt/bin/udevadm <<'STUB'
#!/bin/sh
for word; do
  case "$word" in --name=/dev/*) cat "/sys/udev/${word#--name=/dev/}" ;; esac
done
STUB
chmod 0755 /mnt/bin/*
cat >/mnt/run.sh <<'RUN'
fail() {
  printf 'failed: %s\n' "$*"
  exit 1
}
RUN
cat >>/mnt/run.sh
cat >>/mnt/run.sh <<'RUN'
. "$SCRIPT"
find_disks
for selector in $TFR_DISKS; do printf '%s is %s\n' "$selector" "$(disk_of "$selector")"; done
RUN
mount --bind /mnt/dev /dev
PATH=/mnt/bin:$PATH exec "$SHELL" /mnt/run.sh
