import path from 'node:path';
import { chrootCommand } from '../engine/chroot.js';
import { packageFile } from '../engine/package-file.js';
import type { Workplace } from '../engine/progress.js';
import { stageFailed } from '../spec/failure.js';

export interface TransactionInput {
  /** Absolute path of the root tree. */
  root: string;
  /** Files of all packages in the store, in the order in which they are installed. */
  packageFiles: readonly string[];
  /** Armoured public keys that rpm checks the packages with. */
  keyFiles: readonly string[];
  /** Locales whose translations are kept (`en_US.UTF-8`). */
  languages: readonly string[];
  /** Seconds since 1970: the time of the installation in rpm's database. */
  epoch: number;
}

/** Fedora's place of the rpm database; other distributions' rpm would put it elsewhere. */
const dbPath = '/usr/lib/sysimage/rpm';

/**
 * What rpm does by the settings or the version of the machine otherwise. rpm 6 would note digests of the package files
 * (`PACKAGEDIGESTS`), which older ones do not know; it is also forbidden its own namespaces and its report to systemd.
 */
const settings = {
  _db_backend: 'sqlite',
  _keyring: 'rpmdb',
  _pkgverify_level: 'all',
  _pkgverify_digests: '%{nil}',
  // They are mounted while rpm runs, and it would give them owners, which in a container nobody may.
  _netsharedpath: '/proc:/sys',
  // Accounts are made before.
  __systemd_sysusers: '%{nil}',
  __transaction_systemd_inhibit: '%{nil}',
  __transaction_unshare: '%{nil}',
};

/**
 * Fills a root by rpm's own transaction: signatures checked once more, no documentation, chosen
 * languages, scriptlets run in namespaces of their own. The same packages give the same bytes, whichever version of
 * rpm it is.
 * @throws Failure (exit status 1) when the transaction or any scriptlet fails.
 */
export async function installPackages(place: Workplace, input: TransactionInput): Promise<void> {
  const { root } = input;
  await importKeys(place, input);
  await runTransaction(place, input);
  await place.engine.run({
    program: '/usr/bin/python3',
    args: ['-I', packageFile('src/image/rewrite-rpm-database.py'), path.join(root, dbPath, 'rpmdb.sqlite')],
    purpose: 'rewriting the rpm database',
    handlesTree: true,
    signal: place.signal,
  });
}

function definitions(more: Readonly<Record<string, string>> = {}): string[] {
  return Object.entries({ ...settings, ...more }).flatMap(([name, value]) => [
    '--define',
    `${name} ${value}`,
  ]);
}

async function importKeys(place: Workplace, { root, keyFiles, epoch }: TransactionInput): Promise<void> {
  for (const file of keyFiles) {
    await place.engine.run({
      program: 'rpmkeys',
      args: ['--root', root, '--dbpath', dbPath, ...definitions(), '--import', file],
      env: { SOURCE_DATE_EPOCH: String(epoch) },
      purpose: `importing the key ${path.basename(file)}`,
      handlesTree: true,
      signal: place.signal,
    });
  }
}

async function runTransaction(
  place: Workplace,
  { root, packageFiles, languages, epoch }: TransactionInput,
): Promise<void> {
  const failed: string[] = [];
  let installed = 0;
  place.progress.status(`installing ${packageFiles.length} packages`);
  await place.engine.run(
    chrootCommand({
      root,
      // rpm is the host's and enters the root by itself; its scriptlets find the mounts there.
      enter: false,
      program: 'rpm',
      args: [
        ...['--root', root, '--dbpath', dbPath, '--upgrade', '--noorder', '--excludedocs', '--verbose'],
        ...definitions({ _install_langs: languages.map(languageName).join(':') }),
        ...packageFiles,
      ],
      env: {
        KERNEL_INSTALL_BYPASS: '1',
        SYSTEMD_OFFLINE: '1',
        RPM_FORCE_DEBIAN: '1',
        SOURCE_DATE_EPOCH: String(epoch),
      },
      purpose: 'installing the packages (rpm transaction)',
      signal: place.signal,
      onLine(line, from) {
        place.progress.log(`rpm: ${line}`);
        if (/scriptlet failed|^error:/i.test(line)) failed.push(line);
        if (from === 'stdout' && /^\S+-\S+-\S+$/.test(line)) {
          installed += 1;
          place.progress.status(`${installed} of ${packageFiles.length}: ${line}`);
        }
      },
    }),
  );
  if (failed.length > 0) {
    throw stageFailed({
      what: `A package's script failed: ${failed[0]}`,
      remedy: 'Remove the package from packages.list, or look into the log for what its script said.',
      lastLines: failed,
    });
  }
}

function languageName(locale: string): string {
  return locale.replace(/[.@].*$/, '');
}
