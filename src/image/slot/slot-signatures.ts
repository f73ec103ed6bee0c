import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { t } from '../../base/language/texts.js';
import type { TaskContext } from '../../engine/progress.js';
import { foldersCommand, readOnly, writable } from '../../engine/views.js';
import { bootFileFinder } from '../boot/boot-files.js';
import { grubModules } from '../boot/grub-modules.js';
import { copyFromTree, shellFileIn } from '../shell.js';
import { digestedSuffix, publicKeyFile, signatureFile } from './openpgp-signature.js';
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
export async function signSlot(ctx: TaskContext, tree: string, scratch: string): Promise<string[]> {
  const grub = (await bootFileFinder(ctx, tree))('grubx64.efi');
  if (grub === null || !(await canCheck(ctx, tree, grub, scratch))) return [];
  ctx.progress.status(t`signing kernel and initramfs`);
  const signatures = path.join(scratch, 'signatures');
  await mkdir(signatures);
  const key = publicKeyFile(slotKey);
  await writeFile(path.join(signatures, keyFile), key);
  const sign = async (name: string, digest: Buffer) =>
    await writeFile(path.join(signatures, `${name}.sig`), signatureFile(slotKey, digest));
  await sign(keyFile, createHash('sha256').update(key).update(digestedSuffix).digest());
  for (const name of loadedFiles) await sign(name, await digestOf(ctx, tree, path.join(tree, folder, name)));
  const names = [keyFile, ...[keyFile, ...loadedFiles].map((name) => `${name}.sig`)];
  const script = ['src/image/slot/add-signatures.sh', signatures, path.join(tree, folder), ...names] as const;
  await shellFileIn(ctx, [writable(tree), readOnly(signatures)], t`adding the signatures`, script);
  return names.map((name) => `${folder}/${name}`);
}

async function canCheck(ctx: TaskContext, tree: string, grub: string, scratch: string): Promise<boolean> {
  const copy = path.join(scratch, 'grubx64.efi');
  await copyFromTree(ctx, t`looking at the modules of GRUB`, { tree, from: path.join(tree, grub), to: copy });
  const modules = grubModules(await readFile(copy));
  return neededModules.every((name) => modules.includes(name));
}

async function digestOf(ctx: TaskContext, tree: string, file: string): Promise<Buffer> {
  const { stdout } = await ctx.engine.run(
    foldersCommand({
      program: 'sh',
      args: ['-euc', 'cat -- "$1" - | sha256sum', 'sh', file],
      folders: [readOnly(tree)],
      input: digestedSuffix,
      purpose: t`computing the digest of ${path.basename(file)}`,
      capture: true,
      signal: ctx.signal,
    }),
  );
  return Buffer.from(stdout.slice(0, 64), 'hex');
}
