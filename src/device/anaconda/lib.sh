# shellcheck shell=sh
# Shared by our scripts in Anaconda's environment: %pre and %post --nochroot of the kickstart file.
# The first argument is the folder where the medium is.

medium=$1
# shellcheck disable=SC2034 # used by those that read this
state=/tmp/tfr
# shellcheck source=dracut/90tmpfsroot/lib.sh
. "$medium/tfr/device/lib.sh"
# shellcheck source=dracut/90tmpfsroot/place-state.sh
. "$medium/tfr/device/place-state.sh"
# shellcheck source=dracut/91tmpfsroot-install/disks.sh
. "$medium/tfr/device/disks.sh"
# shellcheck source=dracut/91tmpfsroot-install/write.sh
. "$medium/tfr/device/write.sh"
# shellcheck source=dracut/91tmpfsroot-install/once.sh
. "$medium/tfr/device/once.sh"
# shellcheck source=/dev/null
. "$medium/tfr/install.conf"

# Made from src/image/disk/file-systems.ts by `npm run partitions`, up to the end that is marked.

# Features that mke2fs(8) shall not turn on: in any ext4, in any where it knows them, and in a slot besides, which is
# only ever read.
# shellcheck disable=SC2034 # for those who read this
ext4_features='^metadata_csum_seed' newer_features='^orphan_file' slot_features='^has_journal'

# The end of what is made.

# Where disks.sh and write.sh keep what they write on the way, and where write_esp mounts the partition.
mkdir -p /run/tmpfsroot/target

# One line on every console of the kernel and in the log.
say() {
  printf 'tfr-install: %s\n' "$*"
  printf '<6>tfr-install: %s\n' "$*" 2>/dev/null >/dev/kmsg
  read -r consoles 2>/dev/null </sys/class/tty/console/active || return 0
  for console in $consoles; do
    printf '\r\ntfr-install: %s\r\n' "$*" 2>/dev/null >"/dev/$console"
  done
  return 0
}

# The section is run with --erroronfail: Anaconda stops, and %onerror starts the machine again.
fail() {
  say "failed: $*"
  exit 1
}
