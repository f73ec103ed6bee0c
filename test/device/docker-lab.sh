#!/bin/sh
# Runs usr/lib/tmpfsroot/docker on a partition of Docker in memory, in a mount namespace of its own. The stand-in for
# systemctl starts Docker unless the file "broken" is among its data, or Docker is CONFIGURED badly.
#   SCRIPT, SHELL_UNDER_TEST
#   CONFIGURED  well or badly
#   RUNS        what Docker does: failed, restarting, running, has-run, or unknown: systemd says nothing of it
#   CUT         the number of the rename before which the power goes, or nothing
#   POLICY      partitions.heal.docker
#   PREPARE     commands run in the partition
set -eu

mount -t tmpfs tmpfs /run
mkdir -p /run/bin /run/tmpfsroot /run/docker
export TFR_DOCKER=/run/docker TFR_RUN=/run/tmpfsroot TFR_TABLE=/run/partitions CONFIGURED RUNS CUT
mount -t tmpfs tmpfs "$TFR_DOCKER"
echo "docker tfr-docker btrfs /var/lib/docker $POLICY" >"$TFR_TABLE"
cd "$TFR_DOCKER"
mkdir -p image containers/one volumes/data/_data tfr-containerd .hidden
echo precious >volumes/data/_data/file
echo database >volumes/metadata.db
: >image/broken
eval "$PREPARE"
cat >/run/bin/systemctl <<'FAKE'
#!/bin/sh
case "$RUNS $*" in
  unknown*ActiveEnterTimestampMonotonic*) echo 0 && exit ;;
  unknown*show*) exit ;;
esac
case "$*" in
  'show -P ActiveEnterTimestampMonotonic -- docker.service')
    case "$RUNS" in running | has-run) echo 123 ;; *) echo 0 ;; esac ;;
  'show -P ActiveState -- docker.service') [ "$RUNS" = failed ] && echo failed || echo activating ;;
  'show -P ActiveState -- containerd.service') echo active ;;
  'show -P NRestarts -- docker.service') [ "$RUNS" = restarting ] && echo 3 || echo 0 ;;
  'show -P NRestarts -- containerd.service') echo 0 ;;
  'start docker.service')
    echo "systemctl $*" >>/run/log
    mkdir -p "$TFR_DOCKER/image" "$TFR_DOCKER/volumes"
    [ ! -e "$TFR_DOCKER/image/broken" ] && [ "$CONFIGURED" = well ] && : >/run/active
    ;;
  '--quiet is-active docker.service') [ -e /run/active ] ;;
  *) echo "systemctl $*" >>/run/log ;;
esac
FAKE
cat >/run/bin/mv <<'FAKE'
#!/bin/sh
echo mv >>/run/renames
if [ "$(wc -l </run/renames)" = "$CUT" ]; then
  kill -9 "$PPID"
  exit 1
fi
exec /bin/mv "$@"
FAKE
printf '#!/bin/sh\n' >/run/bin/sleep
chmod +x /run/bin/*
export PATH="/run/bin:$PATH"
"$SHELL_UNDER_TEST" "$SCRIPT" || :
if [ -n "$CUT" ]; then
  # The next start of the device.
  rm -f /run/tmpfsroot/docker-tried /run/active
  CUT=
  "$SHELL_UNDER_TEST" "$SCRIPT" resume
  echo "renames $(wc -l </run/renames)"
fi
cat /run/log 2>/dev/null || :
sed 's/^/healed: /' /run/tmpfsroot/heal.log 2>/dev/null || :
sed 's/^/health: /' /run/tmpfsroot/health 2>/dev/null || :
find . -type f | sort | sed 's/^/file: /'
find . -mindepth 1 -maxdepth 1 | sort | sed 's/^/top: /'
