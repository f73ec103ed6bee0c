#!/bin/sh
# Runs what stands in for emergency mode, with stand-ins for the programs that it calls and for the file of the kernel
# that would restart this machine. Started in a mount namespace of its own.
#   SCRIPT   src/device/root/usr/lib/tmpfsroot/restart, or src/device/dracut/90tmpfsroot/restart.sh
#   COUNT    what count-failure.sh does: a command
#   STATE    what the boot has found: content of /run/tmpfsroot/state, or nothing
#   CMDLINE  that of the kernel
#   SHELL_UNDER_TEST
set -eu

mount -t tmpfs tmpfs /run
mkdir /run/tmpfsroot /run/bin /run/scripts
: >/run/trigger
printf '%s\n' "$CMDLINE" >/run/cmdline
mount --bind /run/cmdline /proc/cmdline
[ -z "$STATE" ] || printf '%s\n' "$STATE" >/run/tmpfsroot/state
printf '#!/bin/sh\necho "counted $*"\n%s\necho "count done"\n' "$COUNT" >/run/scripts/count-failure.sh
cat >/run/scripts/lib.sh <<LIB
$(sed -n '/^tfr_arg()/,/^}/p' "${SCRIPT%/device/*}/device/dracut/90tmpfsroot/lib.sh")
tfr_restart() { echo "restart: \$*"; sleep 1; }
LIB
printf '#!/bin/sh\n[ "$1" = --failed ] && echo "a.service loaded failed failed" || echo "systemctl $*"\n' >/run/bin/systemctl
printf '#!/bin/sh\n' >/run/bin/journalctl
printf '#!/bin/sh\nsleep 10\n' >/run/bin/sync
chmod +x /run/bin/* /run/scripts/*
sed -e 's|^scripts=.*|scripts=/run/scripts|' -e 's|>/dev/kmsg||' -e 's|sleep [36]0|sleep 1|' -e 's|/proc/sysrq-trigger|/run/trigger|' \
  "$SCRIPT" >/run/restart
if grep -q sysrq /run/restart; then exit 1; fi
PATH=/run/bin:$PATH timeout 20 "$SHELL_UNDER_TEST" /run/restart emergency >/run/said 2>&1
cat /run/said
echo "trigger $(cat /run/trigger)"
[ ! -e /run/tmpfsroot/restarting ] || echo 'no commit from here on'
