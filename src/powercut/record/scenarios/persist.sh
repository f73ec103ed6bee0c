# shellcheck shell=sh
# shellcheck disable=SC2154 # names of machine.sh and record.sh
# The identity of a device: made at its first start, read at the next, and replaced by what a person saves.

scenario() {
  export TFR_PERSIST=/run/point TFR_ROOT=/run/root TFR_RUN=/run/tmpfsroot
  mkdir -p "$TFR_ROOT/etc/ssh" "$TFR_ROOT/etc/app" "$TFR_ROOT/var/lib/NetworkManager" "$TFR_ROOT/usr/lib/tmpfsroot" \
    "$TFR_ROOT/usr/libexec/openssh"
  echo /etc/app >"$TFR_ROOT/usr/lib/tmpfsroot/persist.conf"
  # Real host keys: where disks are started, sshd does not run with others.
  cat >"$TFR_ROOT/usr/libexec/openssh/sshd-keygen" <<'STUB'
#!/bin/sh
exec ssh-keygen -q -t "$1" -N '' -C '' -f "$TFR_ROOT/etc/ssh/ssh_host_$1_key" </dev/null
STUB
  chmod +x "$TFR_ROOT/usr/libexec/openssh/sshd-keygen"
  echo 1 >"$TFR_ROOT/etc/app/settings"
  start
  start
  for number in 2 3; do
    echo "$number" >"$TFR_ROOT/etc/app/settings"
    head -c 20000 /dev/urandom >"$TFR_ROOT/etc/app/table"
    (
      # shellcheck source=root/usr/lib/tmpfsroot/persist.sh
      . "$TFR_LIB/persist.sh"
      while_writable save
    )
    mark kept "$(kept)"
  done
  start
}

# A start of the device: what the root had is gone.
start() {
  umount "$TFR_PERSIST" 2>/dev/null || :
  rm -rf "$TFR_ROOT"/etc/ssh/* "$TFR_ROOT"/var/lib/NetworkManager/* "$TFR_ROOT/etc/app/table"
  mount -t ext4 -o ro,noatime "$(part persist)" "$TFR_PERSIST"
  sh "$DEVICE/root/usr/lib/tmpfsroot/identity"
  mark kept "$(kept)"
}

# A digest of what the device would give back at the next start.
kept() (
  # shellcheck source=root/usr/lib/tmpfsroot/persist.sh
  . "$TFR_LIB/persist.sh"
  find_copies
  describe "$store/$newest" files | b2sum | cut -c 1-32
)
