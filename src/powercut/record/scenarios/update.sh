# shellcheck shell=sh
# shellcheck disable=SC2154 # names of machine.sh and record.sh
# An update of slot B, tried, and committed: UPDATE, which the image trusts by what lies in FACTS.

scenario() {
  apply_update
  slot_state commit b
}

apply_update() {
  cp "$FACTS"/* /run/lib/
  printf 'MemTotal: 16000000 kB\n' >/run/meminfo
  touch -d @1 /run/epoch
  sed 's|^run=.*|run=/run/tmpfsroot|' "$DEVICE/root/usr/bin/tmpfsroot-update" >/run/bin/tmpfsroot-update
  mkdir -p /run/hooks
  TFR_HOOKS=/run/hooks TFR_MEMINFO=/run/meminfo TFR_EPOCH=/run/epoch sh /run/bin/tmpfsroot-update "$UPDATE" >&2
  is_whole_slot rootB || return 1
  mark whole b
}
