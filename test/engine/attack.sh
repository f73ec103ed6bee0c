#!/bin/sh
# attack.sh HOST, a folder of the machine with the files `secret` and `marker`
#
# Tries to leave the place where programs of others run, and says so where it succeeds.
host=$1
try() {
  [ "$(cat "$1/secret" 2>/dev/null)" != hidden ] || echo "read $1/secret"
  { echo changed >"$1/marker"; } 2>/dev/null && echo "wrote to $1/marker"
  { echo made >"$1/new"; } 2>/dev/null && echo "made $1/new"
}
everywhere() {
  try "$host"
  for place in /proc/[0-9]*/root /proc/[0-9]*/cwd /proc/self/root /proc/thread-self/root; do
    try "$place$host"
    try "$place/../../../../../..$host"
  done
}
everywhere
for file in /etc/shadow /proc/1/root/etc/shadow; do
  [ ! -s "$file" ] || [ "$file" -ef /proc/self/root/etc/shadow ] || echo "read $file"
done
for folder in /root /home /srv; do
  [ -z "$(ls -A "/proc/1/root$folder" 2>/dev/null)" ] || echo "listed $folder"
done
# Mounts.
for point in / /usr /etc /proc /sys "$host"; do
  mount -o remount,rw,bind "$point" 2>/dev/null && echo "remounted $point"
  umount -l "$point" 2>/dev/null && echo "unmounted $point"
done
mount -t tmpfs tmpfs /tmp 2>/dev/null && echo 'mounted a file system'
unshare --mount true 2>/dev/null && echo 'made a mount namespace'
nsenter --target 1 --mount --net true 2>/dev/null && echo 'entered namespaces'
touch /usr/tfr-probe /proc/1/root/usr/tfr-probe 2>/dev/null && echo 'wrote to /usr'
{ true >>/proc/sys/kernel/core_pattern; } 2>/dev/null && echo 'opened core_pattern'
{ true >>/proc/sysrq-trigger; } 2>/dev/null && echo 'opened sysrq-trigger'
# The disk that all of it lies on.
while read -r _ _ numbers _; do
  mknod /tmp/disk b "${numbers%:*}" "${numbers#*:}" 2>/dev/null && echo "made a node of $numbers"
done </proc/self/mountinfo
for node in /dev/[svx]d[a-z]* /dev/nvme* /dev/mem; do [ ! -b "$node" ] || echo "found $node"; done
# Files by their handles (open_by_handle_at(2)).
if command -v python3 >/dev/null; then
  python3 -I -S - <<'END'
import ctypes, os, struct
libc = ctypes.CDLL(None, use_errno=True)
# The root folder of an ext4.
handle = ctypes.create_string_buffer(struct.pack("IiII", 8, 1, 2, 0))
for place in ("/", "/tmp", "/mnt/sysimage", "/usr"):
    if os.path.isdir(place) and libc.open_by_handle_at(os.open(place, 0), handle, 0) >= 0:
        print("opened a file by its handle")
END
fi
# New rights, and a network.
unshare --user --map-root-user --mount sh -c 'mount -o remount,rw,bind /usr && touch /usr/tfr-probe' 2>/dev/null &&
  echo 'wrote to /usr by a namespace'
while read -r name _; do
  case $name in *'|'* | Inter* | face* | lo:) ;; *:*) echo "found the network device $name" ;; esac
done </proc/self/net/dev
ip link set lo up 2>/dev/null && echo 'changed the network'
everywhere
exit 0
