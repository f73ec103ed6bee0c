import { cp, mkdir, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type PlannedPartition, planDisks } from '../../src/config/partitions/partition-plan.js';
import { makeInitramfs } from '../../src/image/boot/initramfs.js';
import { partitionScript } from '../../src/image/disk/disk-image.js';
import {
  dataExt4Arguments,
  fatArguments,
  isMadeOnDevice,
  slotExt4Arguments,
} from '../../src/image/disk/file-systems.js';
import { seedsOf } from '../../src/image/reproducible-ids.js';
import { inInstallOrder, readRelations } from '../../src/image/root/package-relations.js';
import { makeRootTree } from '../../src/image/root/root-tree.js';
import type { Project } from '../../src/project/folder/project.js';
import type { Lock } from '../../src/rpm/lock/lock.js';
import { taskContext } from '../helpers/task-context.js';
import type { Testbed } from '../testbed/index.js';
import { recordedCommands } from './recorded-commands.js';
import { type PlainCommand, script, sumTimes, type Times, timed } from './timing.js';

export interface ByHandInput {
  project: Project;
  lock: Lock;
  testbed: Testbed;
  /** Empty folder to work in. */
  dir: string;
}

/** A tool, or a few, that a person would run; their times are added up. */
interface Step {
  title: string;
  /** Only needed when the store is empty. */
  isFetching?: boolean;
  commands: readonly PlainCommand[];
}

export interface ByHandTimes {
  steps: (Times & { title: string })[];
  /** Sum of all steps. */
  fromNothing: Times;
  /** Sum without getting and checking the packages. */
  withPackages: Times;
}

/** Seconds since 1970; any will do. */
const epoch = 1_700_000_000;
const kib = 1024;

/**
 * The work of a build by hand, one tool after the other and nothing between them, with the same flags: packages
 * copied and their signatures checked; rpm's transaction (which checks them again) into an empty root, device's
 * files and overrides copied into it; dracut; the slot's file system and its compressed copy; partition table, ESP,
 * data partitions, all of them written into a disk image, which is converted; the installer's ISO.
 *
 * Left out, although our build does it, since a person could do without: digests of every file for the check at
 * boot, of the slot and of the results; equal times in the images (same bytes twice); flushing results to the
 * disk; the settings; keeping what each stage made.
 */
export async function buildByHand(input: ByHandInput): Promise<ByHandTimes> {
  const steps: (ByHandTimes['steps'][number] & { isFetching: boolean })[] = [];
  for (const { title, commands, isFetching = false } of await stepsOf(input)) {
    const times: Times[] = [];
    for (const command of commands) times.push(await timed(command));
    steps.push({ title, isFetching, ...sumTimes(times) });
  }
  return {
    steps,
    fromNothing: sumTimes(steps),
    withPackages: sumTimes(steps.filter(({ isFetching }) => !isFetching)),
  };
}

async function stepsOf(input: ByHandInput): Promise<Step[]> {
  const { project, lock, testbed, dir } = input;
  const { spec } = project;
  const root = path.join(dir, 'root');
  const rpms = path.join(dir, 'rpms');
  await mkdir(rpms);
  const folderOf = (id: string) => testbed.repositories.find((one) => one.id === id)?.dir ?? '';
  const locked = lock.packages.map(({ repo, location }) => path.join(folderOf(repo), location));
  const sources = inInstallOrder(locked, await readRelations(taskContext(), locked, dir));
  const files = sources.map((file) => path.join(rpms, path.basename(file)));
  const languages = spec.system.languages;
  const kernel = testbed.kernelRelease;
  return [
    {
      title: 'packages',
      isFetching: true,
      commands: [
        { program: 'cp', args: [...sources, rpms] },
        { program: 'rpmkeys', args: ['--dbpath', path.join(dir, 'db'), '--import', testbed.key] },
        {
          program: 'rpmkeys',
          args: ['--dbpath', path.join(dir, 'db'), '--define', '_pkgverify_level all', '-K', ...files],
        },
      ],
    },
    {
      title: 'rpm',
      commands: [
        ...(await recordedCommands((ctx) =>
          makeRootTree(ctx, {
            ...{ root, packageFiles: files, keyFiles: [testbed.key], languages, epoch },
            ...{ preInstall: null, accounts: [], setup: null, scratch: dir },
          }),
        )),
        script(
          'cp -R --no-dereference "$1/." "$2/"; mkdir -p "$2/boot"',
          path.join(project.dir, 'root.override'),
          root,
        ),
      ],
    },
    {
      title: 'dracut',
      commands: await recordedCommands((ctx) => makeInitramfs(ctx, { root, kernel, outDir: dir, epoch })),
    },
    { title: 'slot', commands: slotCommands(input, root) },
    { title: 'disk image', commands: await diskCommands(input, root) },
    { title: 'ISO', commands: isoCommands(input, root) },
  ];
}

function slotCommands({ project, lock, testbed, dir }: ByHandInput, root: string): PlainCommand[] {
  const image = path.join(dir, 'slot.img');
  // More inodes than the tree needs; their number is what mkfs writes tables for.
  const args = slotExt4Arguments('tfr-root', seedsOf(lock).uuid('slot'), 6000);
  return [
    script(
      'cd "$1"; cp "usr/lib/modules/$2/vmlinuz" "$3" boot/',
      root,
      testbed.kernelRelease,
      path.join(dir, 'initramfs.img'),
    ),
    { program: 'truncate', args: ['-s', `${project.spec.partitions.sizes.root}M`, image] },
    { program: 'mkfs.ext4', args: [...args, '-d', root, image] },
    { program: 'zstd', args: ['-q', '-f', '-3', '-T2', image, '-o', `${image}.zst`] },
  ];
}

async function diskCommands({ project, lock, dir }: ByHandInput, root: string): Promise<PlainCommand[]> {
  const [disk] = planDisks(project.spec).disks;
  if (disk === undefined) throw new Error('the project plans no disk');
  const seeds = seedsOf(lock);
  const raw = path.join(dir, 'disk.raw');
  await writeFile(raw, '');
  await truncate(raw, disk.sizeMiB * kib * kib);
  const write = (content: string, { startSector }: PlannedPartition): PlainCommand => ({
    program: 'dd',
    args: [
      ...[`if=${content}`, `of=${raw}`, 'bs=1M', 'conv=notrunc,sparse', 'status=none'],
      `seek=${(startSector * disk.sectorSize) / (kib * kib)}`,
    ],
  });
  const contents = disk.partitions
    .filter((partition) => !isMadeOnDevice(partition))
    .flatMap((partition) => {
      const { name, label, sizeMiB, mountPoint } = partition;
      if (name === 'rootA' || name === 'rootB') return [write(path.join(dir, 'slot.img'), partition)];
      const file = path.join(dir, `${name}.img`);
      if (name === 'esp') return [...espCommands(dir, root, file, sizeMiB), write(file, partition)];
      const make = dataExt4Arguments(label, seeds.uuid(name));
      return [
        { program: 'truncate', args: ['-s', `${sizeMiB}M`, file] },
        { program: 'mkfs.ext4', args: [...make, '-d', path.join(root, mountPoint), file] },
        write(file, partition),
      ];
    });
  return [
    script('mkdir -p "$1/persist"', root),
    {
      program: 'sfdisk',
      args: ['--quiet', '--no-reread', '--no-tell-kernel', raw],
      input: partitionScript(disk, seeds.installationId(), seeds.uuid('disk')),
    },
    ...contents,
    { program: 'qemu-img', args: ['convert', '-f', 'raw', '-O', 'qcow2', raw, path.join(dir, 'disk.qcow2')] },
  ];
}

/** An EFI system partition with shim and GRUB, at both places where firmware looks. */
function espCommands(dir: string, root: string, file: string, sizeMiB: number): PlainCommand[] {
  const tree = `${file}.tree`;
  return [
    script(
      `mkdir -p "$2/EFI/BOOT" "$2/EFI/fedora"; cd "$1/boot/efi/EFI/fedora"
       cp shimx64.efi "$2/EFI/BOOT/BOOTX64.EFI"
       cp grubx64.efi mmx64.efi "$2/EFI/BOOT/"
       cp shimx64.efi grubx64.efi mmx64.efi BOOTX64.CSV "$2/EFI/fedora/"
       echo 'linux /vmlinuz' > "$2/EFI/fedora/grub.cfg"`,
      root,
      tree,
    ),
    { program: 'truncate', args: ['-s', `${sizeMiB}M`, file], cwd: dir },
    { program: 'mkfs.vfat', args: [...fatArguments('TFR', '12345678', 512), file] },
    { program: 'mcopy', args: ['-i', file, '-s', '-p', '-Q', '-m', path.join(tree, 'EFI'), '::'] },
  ];
}

function isoCommands({ testbed, dir }: ByHandInput, root: string): PlainCommand[] {
  const medium = path.join(dir, 'medium');
  const espImage = path.join(dir, 'efi.img');
  return [
    ...espCommands(dir, root, espImage, 40),
    script(
      `mkdir -p "$1/tfr/esp"; cd "$1/tfr"
       ln "$2/slot.img.zst" .; cp "$2/initramfs.img" "$3/usr/lib/modules/$4/vmlinuz" .
       cp -R "$2/efi.img.tree/." esp/`,
      medium,
      dir,
      root,
      testbed.kernelRelease,
    ),
    {
      program: 'xorriso',
      args: [
        ...[
          '-as',
          'mkisofs',
          '-iso-level',
          '3',
          '-R',
          '-V',
          'TFR_BENCH',
          '-o',
          path.join(dir, 'installer.iso'),
        ],
        ...[
          '-partition_offset',
          '16',
          '-append_partition',
          '2',
          'C12A7328-F81F-11D2-BA4B-00A0C93EC93B',
          espImage,
        ],
        ...['-appended_part_as_gpt', '-c', 'boot.cat', '--boot-catalog-hide'],
        ...['-e', '--interval:appended_partition_2:all::', '-no-emul-boot', medium],
      ],
    },
  ];
}

/** Copies a project's folder without what was built from it. */
export async function copyProject(from: string, to: string): Promise<void> {
  await cp(from, to, {
    recursive: true,
    verbatimSymlinks: true,
    filter: (file) => path.relative(from, file) !== 'output',
  });
}
