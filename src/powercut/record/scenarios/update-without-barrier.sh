# shellcheck shell=sh
# shellcheck disable=SC2016,SC2154 # words for sed; names of machine.sh and record.sh
# A control: the same update, which neither says first that the slot is being written nor leaves the first block to the
# end.

# shellcheck source=update.sh
. "$here/scenarios/update.sh"

scenario() {
  sed -i -e "s|^    tell_state barrier .*|    :|" -e 's|^    write_block 0 </dev/zero .*|    :|' \
    -e 's|^  write_block 0 <"$work/first" .*|  :|' -e 's|^  \[ "$(cut -d .*|  :|' \
    -e 's|^  if \[ "$1" -eq 0 \]; then$|  if false; then|' /run/lib/update-slot.sh
  apply_update
}
