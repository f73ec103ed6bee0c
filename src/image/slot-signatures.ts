import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Workplace } from '../engine/progress.js';
import { bootFileFinder } from './boot-files.js';
import { grubModules } from './grub-modules.js';
import { digestedSuffix, publicKeyFile, signatureFile } from './openpgp-signature.js';
import { shell } from './shell.js';
import { slotKey } from './slot-key.js';

/** Folder of a slot with what GRUB loads. */
const folder = 'boot';
/** What GRUB loads, in the order in which it is checked. */
export const loadedFiles = ['vmlinuz', 'initramfs.img'] as const;
/** The public key, which is signed as well: by that GRUB sees whether it can check anything at all. */
export const keyFile = 'slot-key.pgp';
/** GRUB's modules without which it checks no signature; with Secure Boot only those are there that are built in. */
const neededModules = ['pgp', 'gcry_rsa', 'gcry_sha256'];

/**
 * Puts signatures beside kernel and initramfs of a tree where its GRUB can check them, so that a slot whose files are
 * damaged is not started. They lie in the slot, with the key: what belongs together is written and healed together.
 * @returns Paths in the tree of what was added.
 */
export async function signSlot(place: Workplace, tree: string, scratch: string): Promise<string[]> {
  const grub = (await bootFileFinder(place, tree))('grubx64.efi');
  if (grub === null || !(await canCheck(place, path.join(tree, grub), scratch))) return [];
  place.progress.status('signing kernel and initramfs');
  const signatures = path.join(scratch, 'signatures');
  await mkdir(signatures);
  const key = publicKeyFile(slotKey);
  await writeFile(path.join(signatures, keyFile), key);
  const sign = async (name: string, digest: Buffer) =>
    await writeFile(path.join(signatures, `${name}.sig`), signatureFile(slotKey, digest));
  await sign(keyFile, createHash('sha256').update(key).update(digestedSuffix).digest());
  for (const name of loadedFiles) await sign(name, await digestOf(place, path.join(tree, folder, name)));
  const names = [keyFile, ...[keyFile, ...loadedFiles].map((name) => `${name}.sig`)];
  await shell(
    place,
    'adding the signatures',
    'from=$1; to=$2; shift 2; for name; do rm -f "$to/$name"; cat "$from/$name" > "$to/$name"; chmod 0644 "$to/$name"; done',
    ...[signatures, path.join(tree, folder), ...names],
  );
  return names.map((name) => `${folder}/${name}`);
}

async function canCheck(place: Workplace, grub: string, scratch: string): Promise<boolean> {
  const copy = path.join(scratch, 'grubx64.efi');
  await place.engine.run({
    program: 'sh',
    args: ['-euc', 'cat -- "$1"', 'sh', grub],
    stdoutFile: copy,
    purpose: 'looking at the modules of GRUB',
    handlesTree: true,
    signal: place.signal,
  });
  const modules = grubModules(await readFile(copy));
  return neededModules.every((name) => modules.includes(name));
}

async function digestOf(place: Workplace, file: string): Promise<Buffer> {
  const { stdout } = await place.engine.run({
    program: 'sh',
    args: ['-euc', 'cat -- "$1" - | sha256sum', 'sh', file],
    input: digestedSuffix,
    purpose: `computing the digest of ${path.basename(file)}`,
    handlesTree: true,
    capture: true,
    signal: place.signal,
  });
  return Buffer.from(stdout.slice(0, 64), 'hex');
}
