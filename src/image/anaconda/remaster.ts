import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { stageFailed } from '../../base/failure.js';
import { t } from '../../base/language/texts.js';
import type { TaskContext } from '../../engine/progress.js';
import { writeIso } from '../disk/write-iso.js';
import { espType } from '../installer/installer-iso.js';
import { shell } from '../shell.js';

/** What the netinst image of Fedora has in its own menu: where kernel and initramfs lie on the medium. */
export interface NetinstBoot {
  kernel: string;
  initramfs: string;
}

/** A file on the medium that is taken from where it is. */
export interface MappedFile {
  from: string;
  /** Absolute path on the medium. */
  to: string;
}

export interface RemasterInput {
  /** The netinst image, which is only read. */
  netinst: string;
  /** Volume id of the new medium. */
  label: string;
  grubConfig: string;
  /** Folder whose content is laid over that of the image. */
  tree: string;
  files: readonly MappedFile[];
  /** Seconds since 1970. */
  epoch: number;
  /** File to make. */
  file: string;
  scratch: string;
}

/** Where the menus are: in the ISO for both ways to boot it; in the ESP image too, for firmware that boots a stick. */
const menus = ['/EFI/BOOT/grub.cfg', '/boot/grub2/grub.cfg'];

/** Reads from the image's own menu what it boots. @throws Failure (exit status 1) for an image of another kind. */
export async function readNetinst(ctx: TaskContext, netinst: string, scratch: string): Promise<NetinstBoot> {
  const menu = path.join(scratch, 'original-grub.cfg');
  await extract(ctx, netinst, '/EFI/BOOT/grub.cfg', menu);
  return netinstBoot(await readFile(menu, 'utf8'));
}

/**
 * Kernel and initramfs that the first entry of a menu starts; older menus say `linuxefi` (facts, section 2).
 * @throws Failure (exit status 1) when there is none.
 */
export function netinstBoot(menu: string): NetinstBoot {
  const kernel = /^[ \t]*linux(?:efi)?[ \t]+(\/\S+)/m.exec(menu)?.[1];
  const initramfs = /^[ \t]*initrd(?:efi)?[ \t]+(\/\S+)/m.exec(menu)?.[1];
  if (kernel !== undefined && initramfs !== undefined) return { kernel, initramfs };
  throw notNetinst(t`Its menu EFI/BOOT/grub.cfg starts no kernel with an initramfs.`);
}

/**
 * Makes a new medium of a netinst image: its boot images and partition table are kept, its menus are ours, and our
 * files come to its own. Nothing is mounted; no root is needed. Then the digest of the medium is put into it, by
 * which it can check itself before an installation.
 */
export async function remaster(ctx: TaskContext, input: RemasterInput): Promise<void> {
  const { netinst, label, tree, files, epoch, file, scratch } = input;
  const env = { SOURCE_DATE_EPOCH: String(epoch), MTOOLS_SKIP_CHECK: '1' };
  const menu = path.join(scratch, 'grub.cfg');
  await writeFile(menu, input.grubConfig);
  await shell(
    ctx,
    t`setting times and modes on the medium`,
    // What was written under another umask must not look otherwise on the medium.
    'chmod -R u+rwX,go+rX,go-w "$1" "$2"; find "$1" "$2" -exec touch -h -d "@$3" {} +',
    ...[tree, menu, String(epoch)],
  );
  const esp = path.join(scratch, 'efiboot.img');
  await extractEsp(ctx, netinst, esp);
  for (const [program, args] of [
    ['mdel', ['-i', esp, '::/EFI/BOOT/grub.cfg']],
    ['mcopy', ['-i', esp, '-m', menu, '::/EFI/BOOT/grub.cfg']],
  ] as const) {
    await ctx.engine.run({
      program,
      args,
      env,
      purpose: t`changing the boot menu of the netinst image`,
      signal: ctx.signal,
    });
  }
  await writeIso(ctx, {
    args: [
      ...['-indev', netinst, '-outdev', file],
      ...['-boot_image', 'any', 'replay', '-volid', label, '-append_partition', '2', espType, esp],
      ...['-map', tree, '/', ...files.flatMap(({ from, to }) => ['-map', from, to])],
      ...menus.flatMap((name) => ['-update', menu, name]),
      ...['-chown_r', '0', '/', '--', '-chgrp_r', '0', '/', '--'],
      ...['-alter_date_r', 'b', `=${epoch}`, '/', '--'],
    ],
    file,
    epoch,
  });
  await ctx.engine.run({
    program: 'implantisomd5',
    args: ['--force', file],
    purpose: t`putting its digest into the medium`,
    handlesTree: true,
    signal: ctx.signal,
  });
}

/**
 * The image of the EFI system partition is not a file of the ISO: it lies in the second partition of its GPT
 * (facts, section 2), in blocks of 512 bytes.
 */
async function extractEsp(ctx: TaskContext, netinst: string, to: string): Promise<void> {
  const { stdout } = await ctx.engine.run({
    program: 'xorriso',
    args: ['-indev', netinst, '-report_system_area', 'plain'],
    purpose: t`reading the partition table of the netinst image`,
    capture: true,
    signal: ctx.signal,
  });
  const [, start, size] = /^GPT start and size\s*:\s*2\s+(\d+)\s+(\d+)/m.exec(stdout) ?? [];
  if (start === undefined || size === undefined) {
    throw notNetinst(t`It has no second partition with the files of the boot loader.`);
  }
  await ctx.engine.run({
    program: 'dd',
    args: [
      ...[`if=${netinst}`, `of=${to}`, 'bs=1M', 'iflag=skip_bytes,count_bytes', 'status=none'],
      ...[`skip=${Number(start) * 512}`, `count=${Number(size) * 512}`],
    ],
    purpose: t`reading the boot loader of the netinst image`,
    signal: ctx.signal,
  });
}

/** Takes a file out of the image. @throws Failure (exit status 1) when it is not there. */
export async function extract(ctx: TaskContext, netinst: string, name: string, to: string): Promise<void> {
  const { status, lastLines } = await ctx.engine.run({
    program: 'xorriso',
    args: ['-osirrox', 'on', '-indev', netinst, '-extract', name, to],
    purpose: t`reading ${name} of the netinst image`,
    // xorriso's statuses for what it could not do; which they are is in its words.
    okStatuses: [0, 1, 3, 4, 5, 32],
    signal: ctx.signal,
  });
  if (status !== 0) throw notNetinst(t`It has no ${name}.`, lastLines);
}

function notNetinst(why: string, lastLines?: readonly string[]) {
  return stageFailed({
    what: t`The netinst image does not have the layout of Fedora 38 and newer.`,
    where: 'install.netinst',
    why,
    remedy: t`Use Fedora-Server-netinst or Fedora-Everything-netinst of the release.`,
    ...(lastLines === undefined ? {} : { lastLines }),
  });
}
