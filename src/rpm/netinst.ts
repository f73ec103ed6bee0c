import { readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { httpFetch, networkReason, statusReason } from '../engine/http-fetch.js';
import type { Workplace } from '../engine/progress.js';
import { makeFolder } from '../project/make-folder.js';
import type { Project } from '../project/project.js';
import { badInput, Failure, interrupted, missingHere, stageFailed } from '../spec/failure.js';
import { releaseInfo } from '../spec/releases.js';
import { type ListedFile, readChecksums } from './checksum-file.js';
import { DownloadError, download, hashOf, remedyOfAccess } from './download.js';
import { findKey } from './keys.js';
import { type NetinstSource, netinstSource } from './netinst-source.js';
import { dearmoured } from './openpgp-key.js';
import { claimParts, partPath } from './parts.js';
import { inScratchFolder } from './scratch-folder.js';
import { storeFailure } from './store-folder.js';

/** Milliseconds that a server has to give a CHECKSUM file, and bytes that it may have. */
const checksumTimeout = 30_000;
const mostChecksumBytes = 1 << 20;

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
export async function fetchNetinst(project: Project, place: Workplace, cacheDir: string): Promise<Netinst> {
  const source = netinstSource(project.spec, project.dir);
  const key = await signingKey(project, place, cacheDir);
  place.progress.status('CHECKSUM of the netinst image');
  const { url, content } = await fetchChecksum(source, place);
  const text = await signedText(content, url, key, place, cacheDir);
  const listed = readChecksums(text).find(({ name }) => name === source.name);
  if (listed === undefined) {
    throw stageFailed({
      what: `The signed CHECKSUM says nothing of \`${source.name}\`.`,
      where: url,
      why: 'Only what is inside of the signature counts.',
      remedy: 'Name the CHECKSUM file that belongs to the image: `--netinst-checksum URL`.',
    });
  }
  const [first = ''] = source.images;
  if (first.startsWith('file:')) return await localImage(fileURLToPath(first), listed);
  return await downloadImage(source, listed, place, cacheDir);
}

async function signingKey({ spec, dir }: Project, place: Workplace, cacheDir: string): Promise<Uint8Array> {
  const { key } = spec.install.netinst;
  if (key !== null) {
    const armour = key.startsWith('-----BEGIN') ? Buffer.from(key) : await readFile(path.resolve(dir, key));
    return binaryKey(armour, key);
  }
  const release = releaseInfo(spec.release, spec.arch);
  if (release === null) {
    throw badInput({
      what: `The key of Fedora \`${spec.release}\` is not known to this version.`,
      where: 'install.netinst.key',
      remedy: 'Name the file with the public key that signed CHECKSUM: `--netinst-key FILE`.',
    });
  }
  return dearmoured(await findKey(release.key, cacheDir, place));
}

function binaryKey(armour: Uint8Array, shown: string): Uint8Array {
  try {
    const key = dearmoured(armour);
    if (key.length > 0) return key;
  } catch {
    // Said below.
  }
  throw badInput({
    what: `\`${shown}\` is no armoured public key.`,
    where: 'install.netinst.key',
    remedy: 'Export it with `gpg --armor --export KEYID`.',
  });
}

/** The first of the CHECKSUM files that is there. */
async function fetchChecksum(
  { checksums }: NetinstSource,
  { signal, progress }: Workplace,
): Promise<{ url: string; content: Uint8Array }> {
  const reasons: string[] = [];
  for (const url of checksums) {
    try {
      const content = url.startsWith('file:')
        ? await readFile(fileURLToPath(url))
        : await getSmall(url, signal);
      if (content.length > mostChecksumBytes) throw new Error('It is too large to be one.');
      return { url, content };
    } catch (error) {
      if (signal.aborted) throw interrupted();
      if (error instanceof Failure) throw error;
      const reason = networkReason(error);
      progress.log(`${url}: ${reason}`);
      reasons.push(`${url}: ${reason}`);
    }
  }
  throw stageFailed({
    what: 'The CHECKSUM file of the netinst image could not be had.',
    where: 'install.netinst',
    why: reasons.join(' '),
    remedy:
      'Look at the network, or fetch image and CHECKSUM by hand and name them: `--netinst FILE --netinst-checksum FILE`.',
  });
}

async function getSmall(url: string, signal: AbortSignal): Promise<Uint8Array> {
  const response = await httpFetch(url, {
    signal: AbortSignal.any([signal, AbortSignal.timeout(checksumTimeout)]),
  });
  if (!response.ok) {
    response.body?.cancel().catch(() => {});
    throw new Error(statusReason(response));
  }
  return new Uint8Array(await response.arrayBuffer());
}

/** What a key has signed of a clear-signed text, as gpgv gives it out: text beside it is not among it. */
async function signedText(
  content: Uint8Array,
  url: string,
  key: Uint8Array,
  { engine, signal }: Workplace,
  cacheDir: string,
): Promise<string> {
  return await inScratchFolder(cacheDir, async (folder) => {
    const [keyring, file] = [path.join(folder, 'key.gpg'), path.join(folder, 'CHECKSUM')];
    await writeFile(keyring, key);
    await writeFile(file, content);
    const { status, stdout, lastLines } = await engine.run({
      program: 'gpgv',
      args: ['--homedir', folder, '--keyring', keyring, '--output', '-', file],
      purpose: 'checking the signature of CHECKSUM',
      capture: true,
      okStatuses: [0, 1, 2],
      signal,
    });
    if (status === 0) return stdout;
    throw stageFailed({
      what: 'The CHECKSUM file of the netinst image is not signed by the key of the release.',
      where: url,
      remedy:
        'Nothing of it was believed. Take it from another mirror with `--netinst-checksum URL`; for an image of your own name the key with `--netinst-key FILE`.',
      lastLines: lastLines.filter((line) => line.startsWith('gpgv:')),
    });
  });
}

async function localImage(file: string, { sha256 }: ListedFile): Promise<Netinst> {
  const hash = await hashOf(file).catch((error: NodeJS.ErrnoException) => {
    throw badInput({
      what: `The netinst image \`${file}\` cannot be read.`,
      where: 'install.netinst.image',
      why: `${error.message}.`,
      remedy: 'Put it there, or name another one: `--netinst URL`.',
    });
  });
  const digest = hash.digest('hex');
  if (digest === sha256) return { file, sha256 };
  throw wrongDigest(file, `It has the SHA-256 digest ${digest}, and CHECKSUM says ${sha256}.`);
}

async function downloadImage(
  { images, name }: NetinstSource,
  { sha256, size }: ListedFile,
  place: Workplace,
  cacheDir: string,
): Promise<Netinst> {
  const folder = path.join(cacheDir, 'netinst');
  const file = path.join(folder, `${sha256}.iso`);
  try {
    await makeFolder(folder);
    place.progress.status(name);
    const known = await hashOf(file).catch(() => null);
    if (known !== null) {
      if (known.digest('hex') === sha256) return { file, sha256 };
      await rename(file, partPath(folder, sha256));
    }
    await claimParts(folder, new Set([sha256]));
    const total = size ?? (await announcedSize(images, place));
    await download({
      urls: images,
      sha256,
      size: total,
      part: partPath(folder, sha256),
      file,
      onBytes: (done) => place.progress.bytes(done, total),
      log: place.progress.log,
      signal: place.signal,
    });
    return { file, sha256 };
  } catch (error) {
    if (!(error instanceof DownloadError)) throw storeFailure(error, file);
    const why = error.failures.map(({ url, reason }) => `${url}: ${reason}`).join(' ');
    if (error.failures.some(({ kind }) => kind === 'garbage')) throw wrongDigest(images[0] ?? name, why);
    throw stageFailed({
      what: `The netinst image \`${name}\` could not be fetched.`,
      where: images[0] ?? name,
      why,
      remedy: remedyOfAccess(error.failures),
    });
  }
}

/** For a CHECKSUM without the comments that name sizes. */
async function announcedSize(images: readonly string[], { signal }: Workplace): Promise<number> {
  const reasons: string[] = [];
  for (const url of images) {
    try {
      const response = await httpFetch(url, { method: 'HEAD', signal });
      const length = response.ok ? Number(response.headers.get('content-length') ?? 0) : 0;
      if (length > 0) return length;
      reasons.push(`${url}: ${response.ok ? 'The server names no size.' : statusReason(response)}`);
    } catch (error) {
      if (signal.aborted) throw interrupted();
      if (error instanceof Failure) throw error;
      reasons.push(`${url}: ${networkReason(error)}`);
    }
  }
  throw missingHere({
    what: 'No server says how large the netinst image is.',
    where: images.join(' '),
    why: reasons.join(' '),
    remedy: 'Fetch it by hand and name it: `--netinst FILE --netinst-checksum FILE`.',
  });
}

function wrongDigest(where: string, why: string) {
  return stageFailed({
    what: 'The netinst image is not the one that CHECKSUM names.',
    where,
    why,
    remedy: 'Nothing was made of it. Fetch it again, or take it from another mirror: `--netinst URL`.',
  });
}
