#!/bin/sh
# slot-state.sh ID EVENT SLOT: tells the boot state of an installation what became of slot a or b. EVENT is one of
# src/slots/rules.ts, `repair`, `mirror` (the other ESP is told the state), or `show`. Prints the state, and the rule
# that was followed; ends with 1 when nothing can be read or written. It waits TFR_WAIT seconds, 30 without that, for
# an ESP to appear. The same program runs in the initramfs and in the system.

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
    show) ;;
    repair) tfr_state_repair "$1" "$slot" || done=1 ;;
    mirror) tfr_state_mirror || done=1 ;;
    *)
      # Without a state there is none to change.
      [ -n "$tfr_newest" ] || tfr_state_repair "$1" "$slot"
      tfr_state_event "$2" "$slot" || done=1
      # A slot may be written to when no GRUB would start it; else the other ESP is a help, and no condition.
      if ! tfr_state_mirror && [ "$2" = barrier ]; then done=1; fi
      ;;
  esac
  # shellcheck disable=SC2154 # the state
  printf '%s=%s\n' saved_entry "$tfr_saved_entry" ok0 "$tfr_ok0" ok1 "$tfr_ok1" trial "$tfr_trial" \
    tries "$tfr_tries" fails "$tfr_fails" next_entry "$tfr_next_entry" failed "$tfr_failed" rule "$tfr_rule" \
    restart "$tfr_restart_wanted"
  return "$done"
}

mkdir -p /run/tmpfsroot
main "$@"
