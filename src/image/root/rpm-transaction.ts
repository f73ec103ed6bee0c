import path from 'node:path';
import { stageFailed } from '../../base/failure.js';
import { packageFile } from '../../base/fs/package-file.js';
import { t } from '../../base/language/texts.js';
import { textBefore } from '../../base/text/ends.js';
import type { TaskContext } from '../../engine/progress.js';
import { chrootCommand, foldersCommand, readOnly, writable } from '../../engine/views.js';

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
 * (`PACKAGEDIGESTS`), which older ones do not know; it is also forbidden its own namespaces and its reports to systemd
 * and to the machine's audit log, which it has no right to write.
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
  __transaction_audit: '%{nil}',
  __transaction_systemd_inhibit: '%{nil}',
  __transaction_unshare: '%{nil}',
};

/**
 * Fills a root by rpm's own transaction: signatures checked once more, no documentation, chosen
 * languages, scriptlets run in namespaces of their own. The same packages give the same bytes, whichever version of
 * rpm it is.
 * @throws Failure (exit status 1) when the transaction or any scriptlet fails.
 */
export async function installPackages(ctx: TaskContext, input: TransactionInput): Promise<void> {
  const { root } = input;
  await importKeys(ctx, input);
  await runTransaction(ctx, input);
  const program = packageFile('src/image/root/rewrite-rpm-database.py');
  await ctx.engine.run(
    foldersCommand({
      program: '/usr/bin/python3',
      args: ['-I', program, path.join(root, dbPath, 'rpmdb.sqlite')],
      folders: [writable(root), readOnly(program)],
      purpose: t`rewriting the rpm database`,
      signal: ctx.signal,
    }),
  );
}

function definitions(more: Readonly<Record<string, string>> = {}): string[] {
  return Object.entries({ ...settings, ...more }).flatMap(([name, value]) => [
    '--define',
    `${name} ${value}`,
  ]);
}

async function importKeys(ctx: TaskContext, { root, keyFiles, epoch }: TransactionInput): Promise<void> {
  for (const file of keyFiles) {
    await ctx.engine.run(
      chrootCommand({
        root,
        enter: false,
        folders: [readOnly(file)],
        program: 'rpmkeys',
        args: ['--root', root, '--dbpath', dbPath, ...definitions(), '--import', file],
        env: { SOURCE_DATE_EPOCH: String(epoch) },
        purpose: t`importing the key ${path.basename(file)}`,
        signal: ctx.signal,
      }),
    );
  }
}

async function runTransaction(
  ctx: TaskContext,
  { root, packageFiles, languages, epoch }: TransactionInput,
): Promise<void> {
  const failed: string[] = [];
  let installed = 0;
  ctx.progress.status(t`installing ${packageFiles.length} packages`);
  await ctx.engine.run(
    chrootCommand({
      root,
      // rpm is the host's and enters the root by itself; its scriptlets find the mounts there.
      enter: false,
      folders: [...new Set(packageFiles.map((file) => path.dirname(file)))].map(readOnly),
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
      purpose: t`installing the packages (rpm transaction)`,
      signal: ctx.signal,
      onLine(line, from) {
        ctx.progress.log(`rpm: ${line}`);
        if (/scriptlet failed|^error:/i.test(line)) failed.push(line);
        if (from === 'stdout' && isNevra(line)) {
          installed += 1;
          ctx.progress.status(t`${installed} of ${packageFiles.length}: ${line}`);
        }
      },
    }),
  );
  if (failed.length > 0) {
    throw stageFailed({
      what: t`A package's script failed: ${failed[0]}`,
      remedy: t`Remove the package from packages.list, or look for the output of its script in the log.`,
      lastLines: failed,
    });
  }
}

function languageName(locale: string): string {
  return textBefore(locale, '.', '@');
}

/** `name-version-release.arch`, which is what rpm's own lines are not. */
function isNevra(line: string): boolean {
  return !/\s/.test(line) && line.split('-').length > 2;
}
