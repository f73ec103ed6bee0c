#!/bin/sh
# Runs the commit of the running system with stand-ins for systemctl, slot-state.sh and count-failure.sh, and with
# shorter times. Started in a mount namespace of its own.
#   SCRIPT   src/device/root/usr/lib/tmpfsroot/commit
#   MODE     what the services do: run, flap (restart three times, then run), never
#   RESTART  whether the other slot may do better: yes, or nothing
#   STATE    what becomes of the boot state: written, late (written, and the second ESP does not answer), or failed
#   TRIED    what is remembered of an update, or nothing
#   TRIAL    slot that the boot state wants tried, or nothing
#   EMERGENCY  whether emergency mode waits for its restart: yes, or nothing
set -eu

mount -t tmpfs tmpfs /run
mkdir /run/tmpfsroot /run/bin /run/record
[ -z "$TRIED" ] || echo "$TRIED" >/run/record/update-trial
printf 'slot=a\nid=1234\n' >/run/tmpfsroot/state
[ -z "$EMERGENCY" ] || : >/run/tmpfsroot/restarting
cat >/run/bin/systemctl <<'STUB'
#!/bin/sh
asked=$(cat /run/asked 2>/dev/null || echo 0)
echo $((asked + 1)) >/run/asked
case "$1/$MODE" in
  show/never) echo ActiveState=activating ;;
  show/flap) echo ActiveState=active && echo "InvocationID=$([ "$asked" -lt 6 ] && echo "$asked" || echo last)" ;;
  show/*) echo ActiveState=active && echo InvocationID=first ;;
  *) echo "systemctl $*" ;;
esac
STUB
cat >/run/bin/slot-state <<'STUB'
#!/bin/sh
echo "slot-state $* after $(cat /run/asked) questions" >&2
case "$STATE" in
  written) echo "trial=$TRIAL" && echo restart= ;;
  late) echo restart= && exit 124 ;;
  *) exit 1 ;;
esac
STUB
cat >/run/bin/count-failure <<'STUB'
#!/bin/sh
echo "count-failure $*" >&2
[ "$RESTART" = yes ]
STUB
chmod +x /run/bin/*
sed -e 's|^slot_state=.*|slot_state=/run/bin/slot-state|' -e 's|^count_failure=.*|count_failure=/run/bin/count-failure|' -e 's|>/dev/kmsg|>\&2|' -e 's|sleep 5$|sleep 1|' \
  -e 's|sleep 120|exit|' -e "s|^\[ ! -r.*|TFR_REQUIRED='a.service b.service' TFR_STEADY=2 TFR_LIMIT=4|" "$SCRIPT" >/run/commit
status=0
# What keeps running is ended after a time in which it has done all that it does.
case "$MODE/$RESTART" in never/) most=15 ;; *) most=120 ;; esac
TFR_RECORD=/run/record PATH=/run/bin:$PATH timeout "$most" "$SHELL_UNDER_TEST" /run/commit || status=$?
echo "status $status"
cat /run/tmpfsroot/health 2>/dev/null || :
sed 's/^/still tried: /' /run/record/update-trial 2>/dev/null || :
sed 's/^/left: /' /run/record/update-left 2>/dev/null || :
