import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { RpmPackage } from './packages/types.js';
import { inParallel, run } from './run.js';

/** One .deb as apt would download it now. */
export interface Deb {
  readonly name: string;
  readonly version: string;
  readonly file: string;
  readonly sha256: string;
}

/** Programs that building and using the repositories takes, with the Debian packages that bring them. */
const tools: readonly (readonly [path: string, deb: string])[] = [
  ['/usr/bin/rpmbuild', 'rpm'],
  ['/usr/bin/rpmsign', 'rpm'],
  ['/usr/bin/createrepo_c', 'createrepo-c'],
  ['/usr/bin/gpg', 'gnupg'],
  ['/usr/bin/zstd', 'zstd'],
  ['/sbin/depmod', 'kmod'],
  ['/usr/bin/dnf', 'dnf'],
  ['/usr/lib/python3/dist-packages/dnf/__init__.py', 'python3-dnf'],
  ['/usr/bin/grub-mkimage', 'grub-common'],
  ['/usr/bin/file', 'file'],
];

/** Installs the tools that are not there, and says which. */
export async function installTools(log: (line: string) => void): Promise<void> {
  const missing = [...new Set(tools.filter(([path]) => !existsSync(path)).map(([, deb]) => deb))];
  if (missing.length === 0) return;
  log(`installing with apt-get: ${missing.join(' ')}`);
  const install = ['install', '-y', '--no-install-recommends', '-o', 'DPkg::Lock::Timeout=600', ...missing];
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  try {
    await run('apt-get', install, { env });
  } catch {
    await run('apt-get', ['update'], { env });
    await run('apt-get', install, { env });
  }
}

/** The release (`uname -r`) of the kernel that Debian's metapackage names. */
export async function currentKernel(): Promise<string> {
  const depends = () => run('apt-cache', ['depends', 'linux-image-amd64']).catch(() => '');
  const find = (text: string) => /Depends: linux-image-(\d\S+)/.exec(text)?.[1];
  const known = find(await depends());
  if (known !== undefined) return known;
  await run('apt-get', ['update']);
  const found = find(await depends());
  if (found === undefined)
    throw new Error('apt does not know linux-image-amd64: is this Debian with its archive?');
  return found;
}

/** The .debs that the packages are made from, with the versions and digests of today's archive. */
export async function listDebs(packages: readonly RpmPackage[]): Promise<Deb[]> {
  const sources = packages
    .flatMap((each) => each.debs ?? [])
    .map((each) => (typeof each === 'string' ? each : each[0]));
  const names = [...new Set(sources)].filter((name) => !name.startsWith('@')).sort();
  const text = await run('apt-get', ['download', '--print-uris', ...names]);
  const debs: Deb[] = [];
  for (const line of text.split('\n')) {
    const found = /^'[^']+' (\S+) \d+ SHA256:([0-9a-f]{64})/.exec(line);
    if (found === null) continue;
    const [, file = '', sha256 = ''] = found;
    const [name = '', version = ''] = file.split('_');
    debs.push({ name, version: decodeURIComponent(version), file, sha256 });
  }
  const absent = names.filter((name) => !debs.some((deb) => deb.name === name));
  if (absent.length > 0) throw new Error(`apt gives no address for ${absent.join(', ')}`);
  return debs;
}

const sha256 = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex');

/** Downloads what the folder lacks, and checks every .deb against apt's digest. */
export async function fetchDebs(
  debs: readonly Deb[],
  folder: string,
  log: (line: string) => void,
): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const good = (deb: Deb, dir: string) =>
    existsSync(join(dir, deb.file)) && sha256(join(dir, deb.file)) === deb.sha256;
  const missing = debs.filter((deb) => !good(deb, folder));
  if (missing.length === 0) return;
  log(`downloading ${missing.length} Debian packages`);
  // Into a folder of its own, so that an interrupted download is never taken for a package.
  const partial = join(folder, 'partial');
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial);
  await run('apt-get', ['download', ...missing.map((deb) => `${deb.name}=${deb.version}`)], { cwd: partial });
  for (const deb of missing) {
    if (!good(deb, partial))
      throw new Error(`${deb.file}: not what apt announced (${readdirSync(partial).length} files came)`);
    renameSync(join(partial, deb.file), join(folder, deb.file));
  }
  rmSync(partial, { recursive: true });
}

/** Unpacks every .deb into a folder named after it. */
export async function unpackDebs(debs: readonly Deb[], folder: string, into: string): Promise<void> {
  await inParallel(debs, availableParallelism(), (deb) =>
    run('dpkg-deb', ['-x', join(folder, deb.file), join(into, deb.name)]),
  );
}
