import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { t } from '../../base/language/texts.js';
import type { TaskContext } from '../../engine/progress.js';
import { compsXml } from './comps.js';

/** A package in the store, and its name in a repository. */
export interface PackageFile {
  /** Name of the package: `bash`. */
  name: string;
  /** `bash-5.2.15-3.fc41.x86_64.rpm`. */
  fileName: string;
  /** Absolute path in the store. */
  file: string;
  /** Hex. */
  sha256: string;
}

/**
 * Makes repodata and comps for packages that stay where they are: createrepo_c reads them through links.
 * @param epoch Seconds since 1970 for every time in it.
 * @returns the folder `repodata`
 */
export async function makeRepodata(
  ctx: TaskContext,
  packages: readonly PackageFile[],
  epoch: number,
  scratch: string,
): Promise<string> {
  const folder = path.join(scratch, 'repository');
  await mkdir(folder);
  for (const { file, fileName } of packages) await symlink(file, path.join(folder, fileName));
  const groups = path.join(scratch, 'comps.xml');
  await writeFile(groups, compsXml(packages.map(({ name }) => name)));
  ctx.progress.status(t`repository of ${packages.length} packages`);
  await ctx.engine.run({
    program: 'createrepo_c',
    args: [
      ...['--quiet', '--no-database', '--general-compress-type=gz', '--groupfile', groups],
      ...['--revision', String(epoch), '--set-timestamp-to-revision', folder],
    ],
    env: { SOURCE_DATE_EPOCH: String(epoch) },
    purpose: t`making the repository on the medium (createrepo_c)`,
    signal: ctx.signal,
  });
  const repodata = path.join(folder, 'repodata');
  await settleTimes(repodata, epoch);
  return repodata;
}

/** The time at which a package came into the store stands in primary.xml, and would be another one elsewhere. */
async function settleTimes(repodata: string, epoch: number): Promise<void> {
  const old = (await readdir(repodata)).find((name) => name.endsWith('-primary.xml.gz'));
  if (old === undefined) throw new Error(t`createrepo_c made no primary.xml.gz in ${repodata}`);
  const xml = withFileTimes(gunzipSync(await readFile(path.join(repodata, old))).toString('utf8'), epoch);
  const packed = gzipSync(xml, { level: 9 });
  const name = `${sha256(packed)}-primary.xml.gz`;
  const repomd = path.join(repodata, 'repomd.xml');
  await rm(path.join(repodata, old));
  await writeFile(path.join(repodata, name), packed);
  await writeFile(repomd, withPrimary(await readFile(repomd, 'utf8'), { name, packed, xml }));
}

/** primary.xml with one time of arrival for all packages; the times at which they were built stay. */
export function withFileTimes(primary: string, epoch: number): string {
  return primary.replace(/(<time file=")\d+(")/g, `$1${epoch}$2`);
}

/** repomd.xml with another primary.xml.gz. */
export function withPrimary(
  repomd: string,
  { name, packed, xml }: { name: string; packed: Uint8Array; xml: string },
): string {
  return repomd.replace(/<data type="primary">[\s\S]*?<\/data>/, (data) =>
    data
      .replace(/(<checksum type="sha256">)[0-9a-f]+/, `$1${sha256(packed)}`)
      .replace(/(<open-checksum type="sha256">)[0-9a-f]+/, `$1${sha256(xml)}`)
      .replace(/(<location href="repodata\/)[^"]+/, `$1${name}`)
      .replace(/(<size>)\d+/, `$1${packed.length}`)
      .replace(/(<open-size>)\d+/, `$1${Buffer.byteLength(xml)}`),
  );
}

function sha256(content: Uint8Array | string): string {
  return createHash('sha256').update(content).digest('hex');
}
