import path from 'node:path';
import { Command } from 'commander';
import { badInput, exitStatus, type Failure, missingHere } from '../base/failure.js';
import { printText } from '../base/print-text.js';
import { createNativeEngine } from '../engine/native/native.js';
import { factsOf } from '../flash/disk-facts.js';
import {
  type DisksHere,
  disksHere,
  findDisk,
  requireStableName,
  requireWritable,
} from '../flash/find-disk.js';
import { type FlashDisk, isTypedName, titleOf, typedName } from '../flash/flash-disk.js';
import { builtIso, type FlashImage, openFlashImage } from '../flash/flash-image.js';
import { type JudgedImage, refusalOf } from '../flash/judge-disk.js';
import { flashedText, writeToDisk } from '../flash/write-to-disk.js';
import { askLine } from './ask-line.js';
import type { CommandContext, RunCommand } from './command.js';
import { parseWith } from './parse.js';
import { folderOf } from './project-options.js';

interface FlashWords {
  file: string | null;
  projectDir: string;
  disk: string | null;
  isForced: boolean;
  yes: boolean;
  list: boolean;
  json: boolean;
}

/** An image that fits every disk, where only the disks are asked for. */
const noImage: JudgedImage = { bytes: 0, sectorSize: null };

/** `flash`: writes what was built to a USB stick, a card or another disk of this machine. */
export const run: RunCommand = async (words, context) => {
  const parsed = parseWith(flashCommand(), words, context);
  if (parsed === null) return exitStatus.done;
  const asked = flashWords(parsed.options, parsed.args[0] ?? null, context);
  requireLinux(process.platform);
  if (asked.list) {
    listDisks(await disksHere(createNativeEngine(), context.signal), asked, context);
    return exitStatus.done;
  }
  const { projectDir, file, isForced, json } = asked;
  const image = await (file === null
    ? builtIso(projectDir)
    : openFlashImage(path.resolve(context.cwd, file)));
  const disk = await chooseDisk(asked, image, context);
  const order = { image, disk, isForced };
  const report = await writeToDisk(order, { context, json });
  const text = flashedText(order, report);
  const { bytes, isEjected: ejected } = report;
  const event = { event: 'flashed', file: image.file, disk: disk.path, bytes, ejected };
  printText(context.stdout, json ? `${JSON.stringify(event)}\n` : `${text}\n`);
  return exitStatus.done;
};

function flashCommand(): Command {
  return new Command('flash')
    .description('Writes the built installer ISO to a USB stick or card, and reads it back.')
    .argument('[FILE]', 'another image that was built: an ISO, or a raw disk image')
    .option('-C <DIR>', "the image project's folder", '.')
    .option('--list', 'list the disks that can be pulled out, and write nothing')
    .option('--disk <DEVICE>', 'the disk to write to; without it, a terminal asks')
    .option('--force-disk', 'let --disk name one that is built in, or a loop device')
    .option('--yes', 'do not ask; --disk must be a path in /dev/disk/by-id')
    .option('--json', 'events as JSON lines on standard output')
    .addHelpText(
      'after',
      `
All that is on the disk is lost, so a terminal asks for the name of its model. --yes takes no name like /dev/sdb: the
kernel gives these in the order in which it finds disks. Disks that are mounted or otherwise in use are refused, and so
is an image that is not what was built. Writing to a disk takes root. Linux only.

Examples:
  tmpfsroot-wizard flash --list
  sudo env "PATH=$PATH" tmpfsroot-wizard flash
  sudo env "PATH=$PATH" tmpfsroot-wizard flash output/robot.raw --disk /dev/sdb
  sudo env "PATH=$PATH" tmpfsroot-wizard flash --yes --disk /dev/disk/by-id/usb-SanDisk_Ultra_4C53-0:0`,
    );
}

function flashWords(
  options: Readonly<Record<string, unknown>>,
  file: string | null,
  { cwd }: Pick<CommandContext, 'cwd'>,
): FlashWords {
  const asked = {
    file,
    projectDir: path.resolve(cwd, folderOf(options)),
    disk: typeof options.disk === 'string' ? options.disk : null,
    isForced: options.forceDisk === true,
    yes: options.yes === true,
    list: options.list === true,
    json: options.json === true,
  };
  const [flag] = [asked.isForced && '--force-disk', asked.yes && '--yes'].filter((one) => one !== false);
  if (flag !== undefined && asked.disk === null) {
    throw badInput({
      what: `\`${flag}\` needs the disk that it is meant for.`,
      remedy: 'Name it: --disk /dev/disk/by-id/NAME. To see the names: tmpfsroot-wizard flash --list',
    });
  }
  return asked;
}

/** @throws Failure with exit status 3 on another system, whose disks are listed and opened in other ways. */
export function requireLinux(platform: NodeJS.Platform): void {
  if (platform === 'linux') return;
  throw missingHere({
    what: 'Disks are written to on Linux only.',
    remedy:
      'Copy the image there, or write it with a program of this system. On macOS: diskutil list external; diskutil unmountDisk diskN; sudo dd if=IMAGE of=/dev/rdiskN bs=4m',
  });
}

async function chooseDisk(asked: FlashWords, image: FlashImage, context: CommandContext): Promise<FlashDisk> {
  const here = await disksHere(createNativeEngine(), context.signal);
  const disk = asked.disk === null ? await askDisk(here, image, context) : await findDisk(asked.disk, here);
  const refusal = refusalOf(disk, image, asked.isForced);
  if (refusal !== null) throw badInput(refusal);
  if (asked.yes) requireStableName(asked.disk ?? '', disk);
  await requireWritable(disk, image);
  if (!asked.yes) await askModel(disk, image, context);
  return disk;
}

async function askDisk({ disks }: DisksHere, image: FlashImage, context: CommandContext): Promise<FlashDisk> {
  const offered = disks.filter(({ isRemovable }) => isRemovable);
  const [only] = offered;
  if (only === undefined) throw noneOffered();
  const { stdin, stderr } = context;
  for (const line of diskLines(offered, image)) printText(stderr, `${line}\n`);
  if (stdin.isTTY !== true) throw nobodyToAsk(only);
  if (offered.length === 1) return only;
  for (;;) {
    const typed = (await askLine('Number of the disk: ', context)).trim();
    const disk = /^\d+$/.test(typed) ? offered[Number(typed) - 1] : undefined;
    if (disk !== undefined) return disk;
    printText(stderr, `Type a number from 1 to ${offered.length}; Ctrl-C leaves.\n`);
  }
}

/** @throws Failure with exit status 2 when something else is typed, or nobody is there to type. */
async function askModel(disk: FlashDisk, { file }: FlashImage, context: CommandContext): Promise<void> {
  if (context.stdin.isTTY !== true) throw nobodyToAsk(disk);
  const name = typedName(disk);
  printText(
    context.stderr,
    `${path.basename(file)} will be written to ${titleOf(disk)}: ${factsOf(disk).slice(1).join(', ')}.\nAll that is on it will be lost.\n`,
  );
  const typed = await askLine(`Type ${name} to write it: `, context);
  if (isTypedName(typed, disk)) return;
  throw badInput({
    what: `\`${typed.trim()}\` is not \`${name}\`: nothing was written.`,
    remedy: 'Run it again, and type the name as it stands there.',
  });
}

function nobodyToAsk(disk: FlashDisk): Failure {
  return badInput({
    what: 'There is no terminal to ask on whether a disk may be wiped.',
    remedy:
      disk.byId === null
        ? 'Run it on a terminal: the disk has no name in /dev/disk/by-id, which --yes could take.'
        : `Name the disk, and agree: --yes --disk ${disk.byId}`,
  });
}

function noneOffered(): Failure {
  return missingHere({
    what: 'No disk that can be pulled out is there.',
    remedy:
      'Plug in a USB stick or a card and run it again; a built-in disk is named by --disk and --force-disk.',
  });
}

function diskLines(disks: readonly FlashDisk[], image: JudgedImage): string[] {
  return disks.flatMap((disk, at) => {
    const refusal = refusalOf(disk, image, false);
    return [
      `  ${at + 1} ${[disk.model || 'no model', ...factsOf(disk)].join(', ')}`,
      ...(disk.byId === null ? [] : [`    ${disk.byId}`]),
      ...(refusal === null ? [] : [`    Not now: ${refusal.what}`]),
    ];
  });
}

function listDisks(
  { disks }: DisksHere,
  { json }: Pick<FlashWords, 'json'>,
  { stdout }: Pick<CommandContext, 'stdout'>,
): void {
  const offered = disks.filter(({ isRemovable }) => isRemovable);
  if (offered.length === 0 && !json) throw noneOffered();
  if (!json) {
    for (const line of diskLines(offered, noImage)) printText(stdout, `${line}\n`);
    return;
  }
  for (const disk of offered) {
    const { path: at, byId, model, serial, bytes, sectorSize, bus, contents } = disk;
    const refused = refusalOf(disk, noImage, false)?.what ?? null;
    const facts = { path: at, byId, model, serial, bytes, sectorSize, bus, contents, refused };
    printText(stdout, `${JSON.stringify({ event: 'disk', ...facts })}\n`);
  }
}
