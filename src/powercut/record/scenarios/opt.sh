# shellcheck shell=sh
# shellcheck disable=SC2154 # names of machine.sh and record.sh
# A program that writes lines into /opt, as that of `log` does into /var/log. A disk image is delivered with that
# partition empty, and the device formats it before.

# shellcheck source=log.sh
. "$here/scenarios/log.sh"

prepare() (
  [ -e /run/part/opt ] || {
    echo 'The image has no partition for /opt.' >&2
    exit 1
  }
  grep -qw btrfs /proc/filesystems || modprobe -q btrfs || {
    echo 'The kernel of this machine cannot mount btrfs.' >&2
    exit 1
  }
  # shellcheck source=dracut/90tmpfsroot/lib.sh
  . "$scripts/lib.sh"
  tfr_make_file_system opt "$(part opt)"
)

scenario() {
  write_into opt
}
