import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Workplace } from '../engine/progress.js';
import { addBaseAccounts, type BaseAccounts } from './base-accounts.js';
import { addSystemAccounts } from './system-accounts.js';

/**
 * Accounts that packages ask for, as lines of sysusers.d(5), in the order of their files. rpm 4.19 and later notes
 * them in what a package provides: `user(NAME) = BASE64` (rpm's manual, "Users and groups").
 * @param scratch gets what rpm says
 */
export async function readPackageAccounts(
  place: Workplace,
  packageFiles: readonly string[],
  scratch: string,
): Promise<string[]> {
  const listFile = path.join(scratch, 'provided');
  await place.engine.run({
    program: 'rpm',
    args: [
      '-qp',
      '--nosignature',
      '--nodigest',
      '--qf',
      '[%{PROVIDENAME} %{PROVIDEVERSION}\\n]',
      ...packageFiles,
    ],
    stdoutFile: listFile,
    purpose: "reading the packages' accounts",
    signal: place.signal,
  });
  return (await readFile(listFile, 'utf8')).split('\n').flatMap((line) => {
    const encoded = /^(?:user|group|groupmember)\(\S+\) (\S+)$/.exec(line)?.[1];
    // Zeros fill it up.
    return encoded === undefined ? [] : [Buffer.from(encoded, 'base64').toString().replace(/\0+$/, '')];
  });
}

/**
 * Makes these accounts in a root tree before there are packages in it: rpm before 4.19 would give their files to root,
 * and later ones run a helper that differs from distribution to distribution. Nothing is done without `setup`.
 */
export async function addPackageAccounts(
  place: Workplace,
  {
    root,
    setup,
    scratch,
    accounts,
    epoch,
  }: BaseAccounts & { root: string; accounts: readonly string[]; epoch: number },
): Promise<void> {
  if (setup === null) return;
  await addBaseAccounts(place, { root, setup, scratch }, accountFiles);
  const files = { passwd: '', group: '', shadow: '', gshadow: '' };
  for (const name of accountFiles) {
    // Not by way of the log, which everybody may read.
    const stdoutFile = path.join(scratch, name);
    await place.engine.run({
      program: 'sh',
      args: ['-c', 'cat "$1"', 'sh', path.join(root, 'etc', name)],
      stdoutFile,
      purpose: `reading /etc/${name}`,
      handlesTree: true,
      signal: place.signal,
    });
    files[name] = await readFile(stdoutFile, 'utf8');
  }
  const made = addSystemAccounts(files, accounts, Math.floor(epoch / 86_400));
  for (const name of accountFiles) {
    await place.engine.run({
      program: 'sh',
      args: ['-c', 'cat > "$1"', 'sh', path.join(root, 'etc', name)],
      input: made[name],
      purpose: `writing /etc/${name}`,
      handlesTree: true,
      signal: place.signal,
    });
  }
}

const accountFiles = ['passwd', 'group', 'shadow', 'gshadow'] as const;
