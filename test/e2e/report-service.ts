import { createHash } from 'node:crypto';

/**
 * A unit for root.override that prints what the running system knows of itself to the kernel log, which is on the
 * serial console. A console of a loaded host loses lines and parts of lines, so each carries a digest of itself
 * (`TFR-REPORT DIGEST KEY=VALUE`), the last one says how many there were, and all are said again for a minute.
 */
export const reportUnit = `[Unit]
Description=Report for the tests
After=multi-user.target

[Service]
Type=oneshot
ExecStart=/usr/local/bin/tfr-report
`;

/** A round takes 5 s. */
const rounds = 12;

/** What the last line of a report says. */
export const lastRound = new RegExp(`TFR-REPORT end of round ${rounds}`);

/**
 * `withSlots` also compares the two slots byte by byte, which reads both of them.
 * @param more Further lines of the report: what a command (sh) prints, on one line, by a key.
 */
export function reportScript(withSlots: boolean, more: Readonly<Record<string, string>> = {}): string {
  const further = Object.entries(more).map(
    ([key, command]) => `say "${key}=$({ ${command}; } 2>&1 | tr -s '\\n ' ' ')"`,
  );
  return `#!/bin/sh
report=/run/tfr-report
say() { printf '%s\\n' "$*" >>"$report"; }
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
say "status=$(tmpfsroot-status >/run/tfr-status; echo $?) $(tr -s '\\n ' '; ' </run/tfr-status)"
say "failed-units=$(systemctl --failed --no-legend --plain | cut -d ' ' -f 1 | tr '\\n' ' ')"
say "boot-complete=$(systemctl is-active boot-complete.target)"
say "cmdline=$(cat /proc/cmdline)"
${withSlots ? `say "slots-equal=$([ "$(b2sum <"$slot_a")" = "$(b2sum <"$slot_b")" ] && echo yes || echo no)"` : ''}
${further.join('\n')}
say "lines=$(wc -l <"$report")"
for round in ${Array.from({ length: rounds }, (_, index) => index + 1).join(' ')}; do
  while read -r line; do
    printf '<4>TFR-REPORT %s %s\\n' "$(printf '%s' "$line" | md5sum | cut -c 1-8)" "$line" >/dev/kmsg
  done <"$report"
  printf '<4>TFR-REPORT end of round %s\\n' "$round" >/dev/kmsg
  [ "$round" -lt 3 ] || printf '<4>TFR-REPORT said three times\\n' >/dev/kmsg
  sleep 5
done
`;
}

/** Puts together a report from the lines of a console, whatever part of them came through. */
export class ReportReader {
  readonly values = new Map<string, string>();

  /** Takes a line in; answers whether the report is whole now. */
  take(line: string): boolean {
    const [, digest, key = '', value = ''] = /TFR-REPORT ([0-9a-f]{8}) ([a-z-]+)=(.*?)\r?$/.exec(line) ?? [];
    if (digest === md5(`${key}=${value}`)) this.values.set(key, value.trim());
    return this.isWhole;
  }

  get isWhole(): boolean {
    return this.values.size === Number(this.values.get('lines')) + 1;
  }
}

function md5(text: string): string {
  return createHash('md5').update(text).digest('hex').slice(0, 8);
}
