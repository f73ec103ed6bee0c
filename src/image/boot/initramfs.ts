import path from 'node:path';
import { stageFailed } from '../../base/failure.js';
import { t } from '../../base/language/texts.js';
import type { TaskContext } from '../../engine/progress.js';
import { chrootCommand } from '../../engine/views.js';

/**
 * dracut modules without a use here: the root never lies on the network, on LVM, RAID or an encrypted disk, and
 * nobody watches a splash screen. Each would make every boot read and unpack more.
 */
export const omittedModules: readonly string[] = [
  ...[
    'plymouth',
    'crypt',
    'dm',
    'dmraid',
    'lvm',
    'mdraid',
    'multipath',
    'dmsquash-live',
    'livenet',
    'nvdimm',
  ],
  ...[
    'network',
    'network-manager',
    'network-legacy',
    'iscsi',
    'nbd',
    'nfs',
    'cifs',
    'fcoe',
    'fcoe-uefi',
    'nvmf',
  ],
  ...['lunmask', 'biosdevname', 'resume', 'hwdb', 'memstrack', 'i18n', 'qemu-net', 'ssh-client', 'tpm2-tss'],
  ...['pcsc', 'fido2', 'pkcs11', 'systemd-cryptsetup', 'systemd-pcrphase', 'overlayfs', 'virtiofs'],
  // Has every start wait for the kernel's btrfs before any device is looked at; ours loads it meanwhile.
  'btrfs',
];

/** Fixed number of threads: zstd's output depends on whether it has more than one. */
export const initramfsCompressor = 'zstd -10 -T2 -q';

/**
 * dracut(8) arguments of every initramfs of ours. Quiet, it still says warnings and errors, and does not
 * list what it made: half of its time.
 */
export const initramfsArguments: readonly string[] = [
  ...['--force', '--quiet', '--no-hostonly', '--no-hostonly-cmdline', '--reproducible'],
];

export interface InitramfsInput {
  /** Root tree to make it from; nothing in it is changed. */
  root: string;
  kernel: string;
  /** Folder that gets `initramfs.img`. */
  outDir: string;
  /** Seconds since 1970 for every file in it. */
  epoch: number;
}

/**
 * Runs the image's own dracut in the root tree. `--no-hostonly`, since otherwise it would read the build machine.
 * @throws Failure (exit status 1) also when dracut only reports an error: a missing program makes a dead device.
 */
export async function makeInitramfs(ctx: TaskContext, input: InitramfsInput): Promise<void> {
  const errors: string[] = [];
  ctx.progress.status(t`making the initramfs for ${input.kernel}`);
  await ctx.engine.run(
    chrootCommand({
      root: input.root,
      // Device nodes that dracut can make would be in it, and not every engine may make any. The kernel brings its own
      // /dev/console (usr/default_cpio_list), and the rest comes with devtmpfs.
      program: 'setpriv',
      shownAs: 'dracut',
      args: [
        ...['--bounding-set', '-mknod', 'dracut', ...initramfsArguments],
        ...['--kver', input.kernel, '--add', 'tmpfsroot tmpfsroot-install'],
        ...[
          '--omit',
          omittedModules.join(' '),
          '--compress',
          initramfsCompressor,
          '--tmpdir',
          '/tmp',
          '/run/tmpfsroot-out/initramfs.img',
        ],
      ],
      binds: [{ from: input.outDir, to: '/run/tmpfsroot-out' }],
      env: { SOURCE_DATE_EPOCH: String(input.epoch) },
      purpose: t`making the initramfs (dracut)`,
      signal: ctx.signal,
      onLine(line) {
        ctx.progress.log(`dracut: ${line}`);
        if (/^dracut(-install)?(\[[EF]\])?: (ERROR|FAILED|.*cannot be found or installed)/.test(line))
          errors.push(line);
      },
    }),
  );
  if (errors.length > 0) {
    throw stageFailed({
      what: t`The initramfs that dracut made is incomplete: ${errors[0]}`,
      where: path.join(input.outDir, 'initramfs.img'),
      remedy: t`Add the package that contains it to packages.list and run \`tmpfsroot-wizard lock\`.`,
      lastLines: errors,
    });
  }
}

/**
 * Whether a file laid over the packages' can change what dracut makes. Only paths of which that is known are
 * answered with no; for all others the initramfs is made again.
 */
export function concernsInitramfs(overridePath: string): boolean {
  return !neverRead.some((prefix) => overridePath === prefix || overridePath.startsWith(prefix));
}

const neverRead = [
  ...['home/', 'media/', 'mnt/', 'opt/', 'persist/', 'root/', 'srv/', 'usr/local/', 'usr/share/doc/', 'var/'],
  ...[
    'etc/NetworkManager/',
    'etc/chrony.conf',
    'etc/chrony.d/',
    'etc/containers/',
    'etc/cron.d/',
    'etc/docker/',
  ],
  ...['etc/firewalld/', 'etc/issue', 'etc/issue.d/', 'etc/motd', 'etc/motd.d/', 'etc/pki/', 'etc/profile.d/'],
  ...['etc/ssh/', 'etc/ssl/', 'etc/sudoers.d/', 'etc/yum.repos.d/'],
];
