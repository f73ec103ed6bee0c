import { lstat, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { badInput, Failure, interrupted, missingHere, stageFailed } from '../../base/failure.js';
import { unreadableReason } from '../../base/fs/regular-file.js';
import { FetchError, fetchSmall } from '../../base/http/fetch-small.js';
import { httpFetch, networkReason, statusReason } from '../../base/http/http-fetch.js';
import { later, sentences, t } from '../../base/language/texts.js';
import { makeCacheFolder } from '../../config/cache-folder.js';
import { releaseInfo } from '../../config/releases/releases.js';
import type { TaskContext } from '../../engine/progress.js';
import type { Project } from '../../project/folder/project.js';
import { lateSignature, type SignatureFacts } from '../repositories/key-verdict.js';
import { findKey } from '../repositories/keys.js';
import { dearmoured, withoutRevokedSubkeys } from '../repositories/openpgp-key.js';
import { type KeyFile, type OwnKey, readOwnKey } from '../repositories/own-key.js';
import { DownloadError, download, hashOf, remedyOfAccess } from '../store/download.js';
import { beginParts } from '../store/partial-downloads.js';
import { inScratchFolder } from '../store/scratch-folder.js';
import { storeFailure } from '../store/store-folder.js';
import { type ListedFile, readChecksums } from './checksum-file.js';
import { type NetinstSource, netinstSource } from './netinst-source.js';

/** Milliseconds that a server has to state a size. */
const headTimeout = 20_000;

/** What to do about a key of the project's that is to have signed CHECKSUM. */
const keyRemedies: OwnKey['remedies'] = {
  unreadable: later`Put the public key there, or name another file: \`--netinst-key FILE\`.`,
  revoked: later`Name the file with the key that signs CHECKSUM now.`,
};

/** A netinst image on this machine. */
export interface Netinst {
  file: string;
  /** Hex. */
  sha256: string;
}

/**
 * Brings the netinst image of a project into the cache folder as `netinst/SHA256.iso`. Its digest is taken from a
 * CHECKSUM file that is signed by the key of the release and no other, and of that only from what gpgv gives out as
 * signed. An image on this machine is used where it is. What was interrupted goes on where it stopped.
 * @throws Failure: 1 when the signature is bad or an image has another digest or cannot be had; 2 for a release
 *   that is not known, where the spec names neither image nor key; 3 when the key, gpgv or the cache folder is
 *   missing; 130 when interrupted.
 */
export async function fetchNetinst(project: Project, ctx: TaskContext, cacheDir: string): Promise<Netinst> {
  const source = netinstSource(project.spec, project.dir);
  const key = await signingKey(project, ctx, cacheDir);
  ctx.progress.status(t`CHECKSUM of the netinst image`);
  const { url, content } = await fetchChecksum(source, ctx);
  const text = await signedText(content, url, key, ctx, cacheDir);
  const listed = readChecksums(text).find(({ name }) => name === source.name);
  if (listed === undefined) {
    throw stageFailed({
      what: t`The signed CHECKSUM does not list \`${source.name}\`.`,
      where: url,
      why: t`Only what the signature covers counts.`,
      remedy: t`Name the CHECKSUM file that belongs to the image: \`--netinst-checksum URL\`.`,
    });
  }
  const [first = ''] = source.images;
  if (first.startsWith('file:')) return await localImage(fileURLToPath(first), listed);
  return await downloadImage(source, listed, ctx, cacheDir);
}

async function signingKey({ spec, dir }: Project, ctx: TaskContext, cacheDir: string): Promise<KeyFile> {
  const { key } = spec.install.netinst;
  if (key !== null) {
    return await readOwnKey(dir, { key, where: 'install.netinst.key', remedies: keyRemedies }, cacheDir);
  }
  const release = releaseInfo(spec.release, spec.arch);
  if (release === null) {
    throw badInput({
      what: t`This version does not know the key of Fedora \`${spec.release}\`.`,
      where: 'install.netinst.key',
      remedy: t`Name the file with the public key that signed CHECKSUM: \`--netinst-key FILE\`.`,
    });
  }
  return await findKey(release.key, cacheDir, ctx);
}

/** The first of the CHECKSUM files that is there. */
async function fetchChecksum(
  { checksums }: NetinstSource,
  { signal, progress }: TaskContext,
): Promise<{ url: string; content: Uint8Array }> {
  const reasons: string[] = [];
  for (const url of checksums) {
    try {
      return { url, content: await fetchSmall(url, { signal }) };
    } catch (error) {
      if (signal.aborted) throw interrupted();
      if (!(error instanceof FetchError)) throw error;
      progress.log(`${url}: ${error.message}`);
      reasons.push(`${url}: ${error.message}`);
    }
  }
  throw stageFailed({
    what: t`The CHECKSUM file of the netinst image could not be fetched.`,
    where: 'install.netinst',
    why: sentences(...reasons),
    remedy: t`Check the network, or download the image and CHECKSUM yourself and name them: \`--netinst FILE --netinst-checksum FILE\`.`,
  });
}

/** What a key has signed of a clear-signed text, as gpgv gives it out: text beside it is not among it. */
async function signedText(
  content: Uint8Array,
  url: string,
  { content: armour, keys }: KeyFile,
  { engine, signal }: TaskContext,
  cacheDir: string,
): Promise<string> {
  return await inScratchFolder(cacheDir, async (folder) => {
    const [keyring, file] = [path.join(folder, 'key.gpg'), path.join(folder, 'CHECKSUM')];
    await writeFile(keyring, await dearmoured(await withoutRevokedSubkeys(armour, keys)));
    await writeFile(file, content);
    const signatures: SignatureFacts[] = [];
    const { status, stdout, lastLines } = await engine.run({
      program: 'gpgv',
      args: ['--homedir', folder, '--status-fd', '2', '--keyring', keyring, '--output', '-', file],
      purpose: t`checking the signature of CHECKSUM`,
      capture: true,
      okStatuses: [0, 1, 2],
      signal,
      onLine: (line, from) => signatures.push(...(from === 'stderr' ? validSignature(line) : [])),
    });
    // gpgv does not look at the day on which a key expires.
    const late = signatures.map((signature) => lateSignature(signature, keys)).find((why) => why !== null);
    if (status === 0 && late !== undefined) {
      throw stageFailed({
        what: t`The CHECKSUM file of the netinst image was ${late}.`,
        where: url,
        remedy: t`Its content was not used. Name the key that signs it now: \`--netinst-key FILE\`.`,
      });
    }
    if (status === 0) return stdout;
    throw stageFailed({
      what: t`The CHECKSUM file of the netinst image is not signed by the key of the release.`,
      where: url,
      remedy: t`Its content was not used. Use another mirror: \`--netinst-checksum URL\`; for an image of your own, name its key: \`--netinst-key FILE\`.`,
      lastLines: lastLines.filter((line) => line.startsWith('gpgv:')),
    });
  });
}

/** What gpgv tells of a good signature (doc/DETAILS of GnuPG): its key, its day, and the day in seconds since 1970. */
function validSignature(line: string): SignatureFacts[] {
  const [, fingerprint, created] = /^\[GNUPG:\] VALIDSIG ([0-9A-F]+) \S+ (\d+) /.exec(line) ?? [];
  return fingerprint === undefined ? [] : [{ issuers: [fingerprint], created: Number(created) }];
}

async function localImage(file: string, { sha256 }: ListedFile): Promise<Netinst> {
  const hash = await hashOf(file).catch((error: NodeJS.ErrnoException) => {
    throw badInput({
      what: t`The netinst image \`${file}\` cannot be read.`,
      where: 'install.netinst.image',
      why: unreadableReason(error),
      remedy: t`Put it there, or name another one: \`--netinst URL\`.`,
    });
  });
  const digest = hash.digest('hex');
  if (digest === sha256) return { file, sha256 };
  throw wrongDigest(file, t`Its SHA-256 digest is ${digest}; CHECKSUM says ${sha256}.`);
}

async function downloadImage(
  { images, name }: NetinstSource,
  { sha256, size }: ListedFile,
  ctx: TaskContext,
  cacheDir: string,
): Promise<Netinst> {
  const folder = path.join(cacheDir, 'netinst');
  const file = path.join(folder, `${sha256}.iso`);
  try {
    await makeCacheFolder(cacheDir, 'netinst');
    ctx.progress.status(name);
    const known = await digestOfOwn(file);
    if (known === sha256) return { file, sha256 };
    const total = size ?? (await announcedSize(images, ctx));
    const parts = await beginParts(ctx.engine, folder, new Set([sha256]));
    try {
      // One that was cut short is gone on with.
      if (known !== null) await rename(file, parts.pathOf(sha256));
      await download({
        urls: images,
        sha256,
        size: total,
        part: parts.pathOf(sha256),
        file,
        onBytes: (done) => ctx.progress.bytes(done, total),
        log: ctx.progress.log,
        signal: ctx.signal,
      });
    } finally {
      await parts.end();
    }
    return { file, sha256 };
  } catch (error) {
    if (!(error instanceof DownloadError)) throw storeFailure(error, file);
    const why = sentences(...error.failures.map(({ url, reason }) => `${url}: ${reason}`));
    if (error.failures.some(({ kind }) => kind === 'garbage')) throw wrongDigest(images[0] ?? name, why);
    throw stageFailed({
      what: t`The netinst image \`${name}\` could not be fetched.`,
      where: images[0] ?? name,
      why,
      remedy: remedyOfAccess(error.failures),
    });
  }
}

/** Digest of a file in the cache; null: there is none. Links and the like are not ours. */
async function digestOfOwn(file: string): Promise<string | null> {
  const stats = await lstat(file).catch(() => null);
  return stats?.isFile() === true ? (await hashOf(file)).digest('hex') : null;
}

/** For a CHECKSUM without the comments that name sizes. */
async function announcedSize(images: readonly string[], { signal }: TaskContext): Promise<number> {
  const reasons: string[] = [];
  for (const url of images) {
    try {
      const response = await httpFetch(url, {
        method: 'HEAD',
        signal: AbortSignal.any([signal, AbortSignal.timeout(headTimeout)]),
      });
      const length = response.ok ? Number(response.headers.get('content-length') ?? 0) : 0;
      if (length > 0) return length;
      reasons.push(`${url}: ${response.ok ? t`The server states no size.` : statusReason(response)}`);
    } catch (error) {
      if (signal.aborted) throw interrupted();
      if (error instanceof Failure) throw error;
      reasons.push(`${url}: ${networkReason(error)}`);
    }
  }
  throw missingHere({
    what: t`No server states the size of the netinst image.`,
    where: images.join(' '),
    why: sentences(...reasons),
    remedy: t`Download it yourself and name it: \`--netinst FILE --netinst-checksum FILE\`.`,
  });
}

function wrongDigest(where: string, why: string) {
  return stageFailed({
    what: t`The netinst image does not match CHECKSUM.`,
    where,
    why,
    remedy: t`It was not used. Try again, or use another mirror: \`--netinst URL\`.`,
  });
}
