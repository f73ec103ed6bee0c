#!/bin/sh
# Runs tmpfsroot-update. Started in a mount namespace of its own, with what slots-lab.sh asks for and
#   FACTS       folder with what the image that runs knows of updates
#   UPDATE      what is given to the program, or nothing; with STREAM its standard input
#   TFR_HOOKS   folder of programs that are asked
#   OPTIONS     options before it
#   HEALTH      line of the health report
#   MEMORY_KIB  memory of the device
#   SHELL_UNDER_TEST
set -eu

DISK_B=sda
# shellcheck source=slots-lab.sh
. "$(dirname "$0")/slots-lab.sh"
printf '%s\n' "$HEALTH" >/run/tmpfsroot/health
printf 'MemTotal: %s kB\n' "$MEMORY_KIB" >/run/meminfo
touch -d @1700000000 /run/epoch
cp "$DEVICE"/root/usr/lib/tmpfsroot/update-*.sh "$FACTS"/* /run/lib/
for program in systemctl systemd-run; do printf '#!/bin/sh\necho "%s $*"\n' "$program" >"/run/bin/$program"; done
chmod +x /run/bin/systemctl /run/bin/systemd-run
sed -e 's|>/dev/kmsg|>/dev/null|' "$DEVICE/root/usr/bin/tmpfsroot-update" >/run/update.sh
sed -i -e 's|>/dev/kmsg|>/dev/null|' /run/lib/update-*.sh
cat >/run/start.sh <<'START'
echo $$ >/run/main
. /run/update.sh
START
export TFR_SCRIPTS=/run/scripts TFR_MEMINFO=/run/meminfo TFR_EPOCH=/run/epoch
status=0
# shellcheck disable=SC2086 # options have no blanks
if [ -n "${STREAM-}" ]; then
  # Through a pipe, in which nobody can go back.
  # shellcheck disable=SC2002
  cat "$UPDATE" | "$SHELL_UNDER_TEST" /run/start.sh $OPTIONS - || status=$?
else
  "$SHELL_UNDER_TEST" /run/start.sh $OPTIONS ${UPDATE:+"$UPDATE"} || status=$?
fi
tell "$status"
! [ -e /run/tmpfsroot/update ] || [ -n "$CUT" ] || echo 'left a folder'
