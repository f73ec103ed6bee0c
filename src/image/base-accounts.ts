import path from 'node:path';
import type { Workplace } from '../engine/progress.js';
import { shell } from './shell.js';

export interface BaseAccounts {
  /** File of the package `setup`, or null. */
  setup: string | null;
  /** Folder for files that nobody needs afterwards. */
  scratch: string;
}

/** Fedora's place of the rpm database, in the root that only holds `setup`. */
const dbPath = '/usr/lib/sysimage/rpm';

/** Puts files of accounts of the package `setup` into a root that has none yet: rpm keeps what it finds there. */
export async function addBaseAccounts(
  place: Workplace,
  { root, setup, scratch }: BaseAccounts & { root: string },
  names: readonly string[],
): Promise<void> {
  if (setup === null) return;
  const into = path.join(scratch, `setup-${names.length}`);
  await shell(place, 'making a folder', 'mkdir -p "$1"', into);
  await place.engine.run({
    program: 'rpm',
    args: [
      ...['--root', into, '--dbpath', dbPath, '--upgrade', '--nodeps', '--noscripts', '--notriggers'],
      // Its signature was checked when it was fetched, and is again by the transaction.
      ...['--excludedocs', '--nosignature', '--define', '__transaction_systemd_inhibit %{nil}'],
      ...['--define', '__systemd_sysusers %{nil}', setup],
    ],
    env: { RPM_FORCE_DEBIAN: '1' },
    purpose: 'reading the accounts of the package setup',
    handlesTree: true,
    signal: place.signal,
  });
  await shell(
    place,
    `laying out ${names.join(', ')}`,
    `cd "$1/etc"; root=$2; shift 2
     for file; do
       [ ! -e "$root/etc/$file" ] || continue
       cat "$file" > "$root/etc/$file"; chmod --reference="$file" "$root/etc/$file"
     done`,
    into,
    root,
    ...names,
  );
}
