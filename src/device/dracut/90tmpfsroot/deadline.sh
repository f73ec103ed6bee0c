#!/bin/sh
# systemd.generator(7): a boot from a slot that has not left the initramfs in time is a restart. An installation may
# take as long as it takes, so this holds for the kernel command line of a slot alone. The time is longer than all
# that the copy and the healer may take together.
# deadline.sh NORMAL EARLY LATE

read -r cmdline </proc/cmdline
case " $cmdline " in
  *' tfr.id='*) ;;
  *) exit 0 ;;
esac
mkdir -p "$1/initrd.target.d"
cat >"$1/initrd.target.d/50-tmpfsroot.conf" <<'CONF'
[Unit]
JobTimeoutSec=40min
JobTimeoutAction=reboot-force
CONF
