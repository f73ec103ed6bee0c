/**
 * A unit for root.override that prints what the running system knows of itself to the kernel log, which is on the
 * serial console: lines `TFR-REPORT KEY=VALUE`, then `TFR-REPORT end`.
 */
export const reportUnit = `[Unit]
Description=Report for the tests
After=multi-user.target

[Service]
Type=oneshot
ExecStart=/usr/local/bin/tfr-report
`;

/** `withSlots` also compares the two slots byte by byte, which reads both of them. */
export function reportScript(withSlots: boolean): string {
  return `#!/bin/sh
say() { printf '<4>TFR-REPORT %s\\n' "$*" >/dev/kmsg; }
id=$(sed -n 's/^id=//p' /run/tmpfsroot/state)
slot_a=$(readlink -f "/dev/disk/by-partuuid/7f500002-$id")
slot_b=$(readlink -f "/dev/disk/by-partuuid/7f500003-$id")
say "root=$(findmnt -no FSTYPE /)"
say "slot=$(sed -n 's/^slot=//p' /run/tmpfsroot/state)"
say "slots-mounted=$(grep -c -e "^$slot_a " -e "^$slot_b " /proc/mounts)"
say "rootfs-id=$(cat /etc/rootfs-id)"
say "machine-id=$(cat /etc/machine-id)"
say "persist=$(findmnt -no FSTYPE,OPTIONS /persist | tr -s ' ')"
say "log=$(findmnt -no FSTYPE,OPTIONS /var/log | tr -s ' ')"
say "opt=$(findmnt -no FSTYPE /opt)"
say "cache=$(findmnt -no FSTYPE /var/cache)"
touch /persist/probe 2>/dev/null && say 'persist-write=yes' || say 'persist-write=no'
journalctl --flush
say "journal=$(ls -d /var/log/journal/*/ 2>/dev/null | wc -l) $(ls /var/log/journal/*/system.journal 2>/dev/null | wc -l)"
say "log-dirs=$(stat -c '%n:%a:%U:%G' /var/log/* 2>/dev/null | tr '\\n' ' ')"
say "healed=$(tr '\\n' ';' </run/tmpfsroot/heal.log 2>/dev/null)"
say "failed-units=$(systemctl --failed --no-legend --plain | cut -d ' ' -f 1 | tr '\\n' ' ')"
say "boot-complete=$(systemctl is-active boot-complete.target)"
say "cmdline=$(cat /proc/cmdline)"
${withSlots ? `say "slots-equal=$([ "$(b2sum <"$slot_a")" = "$(b2sum <"$slot_b")" ] && echo yes || echo no)"` : ''}
say end
`;
}

/** The values of a report among the lines of a console. */
export function readReport(lines: Iterable<string>): Map<string, string> {
  const values = new Map<string, string>();
  for (const line of lines) {
    const found = /TFR-REPORT ([a-z-]+)=(.*)$/.exec(line);
    if (found !== null) values.set(found[1] ?? '', (found[2] ?? '').trim());
  }
  return values;
}
