#!/bin/sh
# Runs scripts of the device over an ext4 file system at /persist's place and a folder in the root's place. Started in a
# mount namespace of its own.
#   IMAGE    file with the file system; LAB folder for mount point, root and stand-ins
#   DEVICE   src/device/root
#   SHELL_UNDER_TEST  what runs the scripts
#   STEPS    sh: what happens; has the functions below
#   CUTS     folder that gets a copy of the image after each program that writes: what a power cut leaves there
set -eu

export TFR_PERSIST="$LAB/persist" TFR_ROOT="$LAB/root" TFR_RUN="$LAB/run" TFR_LIB="$DEVICE/usr/lib/tmpfsroot"
mkdir -p "$TFR_PERSIST" "$TFR_ROOT/etc/ssh" "$TFR_ROOT/var/lib/NetworkManager" "$TFR_ROOT/usr/lib/tmpfsroot" \
  "$TFR_ROOT/usr/libexec/openssh" "$TFR_RUN" "$LAB/bin"
: >"$TFR_RUN/state"
: >"$TFR_RUN/health"

# Host keys that are other ones each time.
cat >"$TFR_ROOT/usr/libexec/openssh/sshd-keygen" <<'STUB'
#!/bin/sh
key=$TFR_ROOT/etc/ssh/ssh_host_$1_key
head -c 300 /dev/urandom | base64 >"$key"
echo "public of $1" >"$key.pub"
chmod 600 "$key"
STUB
chmod +x "$TFR_ROOT/usr/libexec/openssh/sshd-keygen"

if [ -n "${CUTS-}" ]; then
  mkdir -p "$CUTS"
  for program in cp mv rm mkdir sync mount; do
    cat >"$LAB/bin/$program" <<STUB
#!/bin/sh
status=0
$(command -v "$program") "\$@" || status=\$?
$(command -v cp) --sparse=always "$IMAGE" "$CUTS/\$(ls "$CUTS" | wc -l)"
exit \$status
STUB
  done
  chmod +x "$LAB"/bin/*
fi

program() {
  # shellcheck disable=SC2086 # a program and its words
  PATH=$LAB/bin:$PATH $SHELL_UNDER_TEST "$@" </dev/null
}

boot() {
  # With `-o loop,ro` the device itself could not be written later; it goes with the mount.
  device=$(losetup --find --show "$IMAGE")
  mount -o ro "$device" "$TFR_PERSIST"
  losetup -d "$device"
  : >"$TFR_RUN/health"
  program "$TFR_LIB/identity" || echo "identity ended with status $?"
  sed 's/^/health: /' "$TFR_RUN/health"
  echo "options: $(findmnt -no OPTIONS "$TFR_PERSIST")"
}

# The end of a start: the root is forgotten.
forget() {
  umount "$TFR_PERSIST"
  rm -rf "$TFR_ROOT"/etc/ssh/* "$TFR_ROOT"/var/lib/NetworkManager/*
}

keys() {
  (cd "$TFR_ROOT" && find etc/ssh var/lib/NetworkManager -type f -printf '%p %m %U %G\n' -exec b2sum {} + | sort | b2sum)
}

# Changes what lies in /persist.
damage() {
  mount -o loop "$IMAGE" "$TFR_PERSIST"
  (cd "$TFR_PERSIST/tmpfsroot" && eval "$1")
  umount "$TFR_PERSIST"
}

eval "$STEPS"
