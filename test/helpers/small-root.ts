import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { release } from 'node:os';
import path from 'node:path';
import { defaultSpec } from '../../src/config/defaults.js';
import type { ImageSpec } from '../../src/config/image-spec.js';
import { rootSpecOf } from '../../src/config/spec-parts.js';
import type { Engine } from '../../src/engine/engine.js';
import type { Seeds } from '../../src/image/reproducible-ids.js';
import type { SlotFormat } from '../../src/image/slot/slot-format.js';
import { makeSlotImage, type SlotFacts } from '../../src/image/slot/slot-image.js';
import { prepareDebianRoot } from './debian-root.js';
import { mustRun } from './run-program.js';
import { taskContext } from './task-context.js';

const epoch = 1_700_000_000;
const uuid = '7f5000aa-1234-4abc-8def-0123456789ab';
const seeds: Seeds = {
  // As in a build, it follows from the content.
  uuid: (name) => `${createHash('sha256').update(name).digest('hex').slice(0, 8)}${uuid.slice(8)}`,
  installationId: () => uuid.slice(9),
  hex: (_, digits) => uuid.slice(0, digits),
};

/** What a slot is made of that is a small stand-in for an image. */
export interface SmallSlot {
  format: SlotFormat;
  /** Folder that gets slot.img, and a folder for what is made on the way. */
  dir: string;
  /** `digest` if absent. */
  verify?: ImageSpec['device']['verify'];
  engine?: Engine;
  /** MiB of programs, libraries and data of this machine that it holds besides; none if absent. */
  moreMiB?: number;
  /** Public keys whose updates it takes; none if absent. */
  updateKeys?: readonly string[];
  /** Lines of the shell that change its tree, in which they run. */
  change?: string;
}

/** Makes the image of a slot for the kernel that runs here, and answers its path. */
export async function makeSmallSlot(slot: SmallSlot): Promise<string> {
  return (await makeSmallSlotFacts(slot)).file;
}

/** The same with what a build keeps of it; the table of its pieces is in `pieces` beside it. */
export async function makeSmallSlotFacts(slot: SmallSlot): Promise<SlotFacts & { file: string }> {
  const { format, dir, verify = 'digest', engine, moreMiB = 0, updateKeys = [], change = '' } = slot;
  const [scratch, out] = [path.join(dir, 'scratch'), path.join(dir, 'out')];
  for (const folder of [dir, scratch, out]) mkdirSync(folder, { recursive: true });
  const tree = path.join(scratch, 'root');
  mustRun('sh', ['-euc', treeScript, 'sh', await smallRoot(), tree, release()]);
  if (moreMiB > 0) mustRun('sh', ['-euc', moreScript, 'sh', tree, String(moreMiB)]);
  mustRun('sh', ['-euc', `cd "$1"; ${change}`, 'sh', tree]);
  const initramfs = path.join(scratch, 'initramfs.img');
  writeFileSync(initramfs, 'initramfs');
  const spec = defaultSpec();
  spec.device.verify = verify;
  spec.update.keys = [...updateKeys];
  spec.partitions.sizes.root = 400 + 2 * moreMiB;
  const ctx = taskContext();
  const facts = await makeSlotImage(engine === undefined ? ctx : { ...ctx, engine }, {
    ...{ spec: rootSpecOf(spec), format, tree, initramfs, kernel: release(), epoch, scratch, outDir: out },
    seeds,
    covered: [],
  });
  return { ...facts, file: path.join(out, 'slot.img') };
}

/** cap_net_raw, as a Python literal (`struct vfs_cap_data`, revision 2). */
const capability = String.raw`b"\x01\0\0\x02\0\x20" + bytes(14)`;

/** Kinds of files, names, links, owners and attributes that a root may have. */
const treeScript = `
  cp -a "$1" "$2"; cd "$2"
  mkdir -p boot/efi/EFI "usr/lib/modules/$3" usr/lib/tmpfsroot usr/lib/efi usr/own var/log/own
  echo kernel >"usr/lib/modules/$3/vmlinuz"; echo boot >boot/efi/EFI/shimx64.efi; echo efi >usr/lib/efi/grub.efi
  echo a >"usr/own/a b"; ln "usr/own/a b" usr/own/hard; ln -s "a b" usr/own/soft; : >"usr/own/new
line"; chmod 4711 usr/own/hard; chown 12:34 usr/own
  mkdir usr/own/.hidden; : >.top; truncate -s 3000000 usr/own/sparse
  cp bin/ls usr/own/capable; 
  python3 -c 'import os; os.setxattr("usr/own/capable", "security.capability", ${capability})'
  touch -d @1000000000 usr/own/capable`;

/** Copies files of this machine, in the order of their names, until there are so many MiB of them. */
const moreScript = `
  cd /; list=$1/../more.list
  find usr/lib usr/bin usr/share -xdev -type f -size -20M ! -name '*[^ -~]*' -printf '%s %p\\n' 2>/dev/null | sort -k 2 |
    awk -v most="$(($2 * 1048576))" '{ sum += $1; if (sum > most) exit; sub(/^[0-9]+ /, ""); print }' >"$list"
  mkdir "$1/usr/more"; tar -c -T "$list" | tar -x -C "$1/usr/more"`;

/** A root that is able to make its own slot. */
async function smallRoot(): Promise<string> {
  return await prepareDebianRoot('bookworm', [
    'base-files',
    'coreutils',
    'dash',
    'e2fsprogs',
    'squashfs-tools',
  ]);
}
