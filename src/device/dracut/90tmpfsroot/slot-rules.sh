# shellcheck shell=sh
# shellcheck disable=SC2034,SC2154 # what is set and read here belongs to state.sh
# Made from src/slots/rules.ts by `npm run slot-rules`.

tfr_names='seq saved_entry ok0 ok1 trial tries fails next_entry failed seq2'
tfr_copy0=EFI/fedora/grubenv
tfr_copy1=EFI/tfr/grubenv

# Whether the values that were read are a state of ours; a request for what is not there is none.
tfr_is_state() {
  [ "$tfr_seq" = "$tfr_seq2" ] || return 1
  case "$tfr_seq" in 0 | 1 | 2) ;; *) return 1 ;; esac
  case "$tfr_saved_entry" in 0 | 1) ;; *) return 1 ;; esac
  case "$tfr_ok0" in 0 | 1 | 2) ;; *) return 1 ;; esac
  case "$tfr_ok1" in 0 | 1 | 2) ;; *) return 1 ;; esac
  case "$tfr_trial" in '' | 0 | 1) ;; *) return 1 ;; esac
  case "$tfr_tries" in 0 | 1 | 2 | 3) ;; *) return 1 ;; esac
  case "$tfr_fails" in 0 | 1 | 2 | 3) ;; *) return 1 ;; esac
  case "$tfr_failed" in '' | 0 | 1) ;; *) return 1 ;; esac
  case "$tfr_next_entry" in '' | 0 | 1) ;; *) tfr_next_entry= ;; esac
}

# Prints the number after one; nothing is before the first.
tfr_next_seq() {
  case "$1" in
    0) echo 1 ;;
    1) echo 2 ;;
    2) echo 0 ;;
    *) echo 0 ;;
  esac
}

# tfr_follow EVENT SLOT: what becomes of the state. Sets tfr_rule, or leaves it empty when no rule holds, and
# tfr_restart_wanted.
tfr_follow() {
  tfr_rule=
  tfr_restart_wanted=
  tfr_me=$2
  case "$1" in
    slot-bad)
      case "$tfr_rule/$tfr_me/$tfr_ok0/$tfr_ok1/$tfr_trial" in
        /0/1/1/0)
          tfr_rule=bad-trial-0
          tfr_ok0=2
          tfr_trial=
          tfr_tries=0
          ;;
      esac
      case "$tfr_rule/$tfr_me/$tfr_ok0/$tfr_ok1" in
        /0/1/1)
          tfr_rule=bad-0
          tfr_ok0=2
          ;;
      esac
      case "$tfr_rule/$tfr_me/$tfr_ok1/$tfr_ok0/$tfr_trial" in
        /1/1/1/1)
          tfr_rule=bad-trial-1
          tfr_ok1=2
          tfr_trial=
          tfr_tries=0
          ;;
      esac
      case "$tfr_rule/$tfr_me/$tfr_ok1/$tfr_ok0" in
        /1/1/1)
          tfr_rule=bad-1
          tfr_ok1=2
          ;;
      esac
      ;;
    commit)
      case "$tfr_rule/$tfr_me/$tfr_saved_entry/$tfr_trial/$tfr_tries" in
        /0/0/1/[123])
          tfr_rule=commit-before-trial-0
          tfr_ok0=1
          tfr_failed=
          tfr_fails=0
          ;;
      esac
      case "$tfr_rule/$tfr_me/$tfr_saved_entry" in
        /0/0)
          tfr_rule=commit-0
          tfr_ok0=1
          tfr_trial=
          tfr_tries=0
          tfr_failed=
          tfr_fails=0
          ;;
      esac
      case "$tfr_rule/$tfr_me/$tfr_saved_entry/$tfr_trial" in
        /0/1/0)
          tfr_rule=commit-trial-0
          tfr_ok0=1
          tfr_trial=
          tfr_tries=0
          tfr_failed=
          tfr_saved_entry=0
          tfr_fails=0
          ;;
      esac
      case "$tfr_rule/$tfr_me/$tfr_saved_entry/$tfr_ok1" in
        /0/1/1)
          tfr_rule=commit-stand-in-0
          tfr_ok0=1
          tfr_trial=
          tfr_tries=0
          tfr_fails=2
          ;;
      esac
      case "$tfr_rule/$tfr_me/$tfr_saved_entry/$tfr_ok1" in
        /0/1/[02])
          tfr_rule=commit-instead-0
          tfr_ok0=1
          tfr_trial=
          tfr_tries=0
          tfr_failed=
          tfr_saved_entry=0
          tfr_fails=0
          ;;
      esac
      case "$tfr_rule/$tfr_me/$tfr_saved_entry/$tfr_trial/$tfr_tries" in
        /1/1/0/[123])
          tfr_rule=commit-before-trial-1
          tfr_ok1=1
          tfr_failed=
          tfr_fails=0
          ;;
      esac
      case "$tfr_rule/$tfr_me/$tfr_saved_entry" in
        /1/1)
          tfr_rule=commit-1
          tfr_ok1=1
          tfr_trial=
          tfr_tries=0
          tfr_failed=
          tfr_fails=0
          ;;
      esac
      case "$tfr_rule/$tfr_me/$tfr_saved_entry/$tfr_trial" in
        /1/0/1)
          tfr_rule=commit-trial-1
          tfr_ok1=1
          tfr_trial=
          tfr_tries=0
          tfr_failed=
          tfr_saved_entry=1
          tfr_fails=0
          ;;
      esac
      case "$tfr_rule/$tfr_me/$tfr_saved_entry/$tfr_ok0" in
        /1/0/1)
          tfr_rule=commit-stand-in-1
          tfr_ok1=1
          tfr_trial=
          tfr_tries=0
          tfr_fails=2
          ;;
      esac
      case "$tfr_rule/$tfr_me/$tfr_saved_entry/$tfr_ok0" in
        /1/0/[02])
          tfr_rule=commit-instead-1
          tfr_ok1=1
          tfr_trial=
          tfr_tries=0
          tfr_failed=
          tfr_saved_entry=1
          tfr_fails=0
          ;;
      esac
      ;;
    failed)
      case "$tfr_rule/$tfr_me/$tfr_ok1/$tfr_trial" in
        /0/1/0)
          tfr_rule=failed-trial-0
          tfr_restart_wanted=yes
          tfr_trial=
          tfr_tries=0
          ;;
      esac
      case "$tfr_rule/$tfr_me/$tfr_ok1/$tfr_saved_entry/$tfr_ok0/$tfr_fails/$tfr_failed" in
        /0/1/0/1/3/0)
          tfr_rule=failed-again-0
          tfr_restart_wanted=yes
          tfr_failed=
          tfr_fails=0
          tfr_ok0=2
          ;;
      esac
      case "$tfr_rule/$tfr_me/$tfr_ok1/$tfr_saved_entry/$tfr_ok0" in
        /0/1/0/1)
          tfr_rule=failed-0
          tfr_restart_wanted=yes
          tfr_fails=3
          tfr_failed=0
          ;;
      esac
      case "$tfr_rule/$tfr_me/$tfr_ok0/$tfr_trial" in
        /1/1/1)
          tfr_rule=failed-trial-1
          tfr_restart_wanted=yes
          tfr_trial=
          tfr_tries=0
          ;;
      esac
      case "$tfr_rule/$tfr_me/$tfr_ok0/$tfr_saved_entry/$tfr_ok1/$tfr_fails/$tfr_failed" in
        /1/1/1/1/3/1)
          tfr_rule=failed-again-1
          tfr_restart_wanted=yes
          tfr_failed=
          tfr_fails=0
          tfr_ok1=2
          ;;
      esac
      case "$tfr_rule/$tfr_me/$tfr_ok0/$tfr_saved_entry/$tfr_ok1" in
        /1/1/1/1)
          tfr_rule=failed-1
          tfr_restart_wanted=yes
          tfr_fails=3
          tfr_failed=1
          ;;
      esac
      ;;
    barrier)
      case "$tfr_rule/$tfr_me" in
        /0)
          tfr_rule=barrier-0
          tfr_trial=
          tfr_tries=0
          tfr_next_entry=
          tfr_failed=
          tfr_ok0=0
          ;;
      esac
      case "$tfr_rule/$tfr_me" in
        /1)
          tfr_rule=barrier-1
          tfr_trial=
          tfr_tries=0
          tfr_next_entry=
          tfr_failed=
          tfr_ok1=0
          ;;
      esac
      ;;
    trial)
      case "$tfr_rule/$tfr_me" in
        /0)
          tfr_rule=try-0
          tfr_ok0=1
          tfr_trial=0
          tfr_tries=3
          ;;
      esac
      case "$tfr_rule/$tfr_me" in
        /1)
          tfr_rule=try-1
          tfr_ok1=1
          tfr_trial=1
          tfr_tries=3
          ;;
      esac
      ;;
    healed)
      case "$tfr_rule/$tfr_me/$tfr_ok0/$tfr_trial" in
        /0/[02]/)
          tfr_rule=healed-0
          tfr_ok0=1
          ;;
      esac
      case "$tfr_rule/$tfr_me/$tfr_ok1/$tfr_trial" in
        /1/[02]/)
          tfr_rule=healed-1
          tfr_ok1=1
          ;;
      esac
      ;;
  esac
}
