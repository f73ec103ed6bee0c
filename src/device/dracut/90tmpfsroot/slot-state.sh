#!/bin/sh
# slot-state.sh ID EVENT SLOT: tells the boot state of an installation what became of slot a or b. EVENT is one of
# src/slots/rules.ts, `repair`, `mirror` (the other ESP is told the state), or `show`. Prints the state, and the rule
# that was followed, once it is written; ends with 1 when nothing can be read or written. A slow disk may still hold up
# the other ESP then: whoever waits only for so long goes by the last line, `restart=`, and not by the status. It waits
# TFR_WAIT seconds, 30 without that, for an ESP to appear. The same program runs in the initramfs and in the system.

# shellcheck source=lib.sh
. "${0%/*}/lib.sh"
# shellcheck source=slot-rules.sh
. "${0%/*}/slot-rules.sh"
# shellcheck source=state.sh
. "${0%/*}/state.sh"

main() {
  case "$3" in
    a) slot=0 ;;
    b) slot=1 ;;
    *) return 1 ;;
  esac
  tfr_state_open "$1" "${TFR_WAIT:-30}" "$2" || {
    tfr_log 'the boot state cannot be read'
    return 1
  }
  tfr_rule='' tfr_restart_wanted='' done=0
  case "$2" in
    show) tell ;;
    repair)
      tfr_state_repair "$1" "$slot" || done=1
      tell
      ;;
    mirror)
      tfr_state_mirror || done=1
      tell
      ;;
    barrier)
      # A slot may be written to when no GRUB would start it.
      event "$@" && tfr_state_mirror && tell || done=1
      ;;
    *)
      event "$@" && tell || done=1
      # A help, and no condition.
      tfr_state_mirror || :
      ;;
  esac
  return "$done"
}

event() {
  # Without a state there is none to change.
  [ -n "$tfr_newest" ] || tfr_state_repair "$1" "$slot"
  tfr_state_event "$2" "$slot"
}

# shellcheck disable=SC2154 # the state
tell() {
  printf '%s=%s\n' saved_entry "$tfr_saved_entry" ok0 "$tfr_ok0" ok1 "$tfr_ok1" trial "$tfr_trial" \
    tries "$tfr_tries" fails "$tfr_fails" next_entry "$tfr_next_entry" failed "$tfr_failed" rule "$tfr_rule" \
    restart "$tfr_restart_wanted"
}

mkdir -p /run/tmpfsroot
# Two at once would unmount each other's ESP, and a mirror could write what a barrier has just replaced. One that hangs
# on a disk is not waited for.
exec 8>/run/tmpfsroot/boot-state.lock
flock -w 10 8 || :
main "$@"
