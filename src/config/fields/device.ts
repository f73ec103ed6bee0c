import * as v from 'valibot';
import { later, t } from '../../base/language/texts.js';
import { field, flag } from './field.js';
import * as shape from './field-types.js';
import { limitSeconds, steadySeconds } from './second-types.js';
import { formatMiB, wholeMiB } from './sizes.js';

/** What the device has, and how it starts. */
export const deviceFields = {
  memoryMiB: field({
    schema: shape.wholeSize,
    description: 'Memory of the smallest device.',
    default: 4096,
    parse: wholeMiB,
    flag: flag('--memory SIZE', 'memory of the smallest device'),
    screen: 'disks',
    ask: {
      label: later`Memory of the device`,
      help: [
        later`Memory of the smallest device. The root is copied into memory at boot, so its whole content must fit beside the programs that run.`,
      ],
      steps: { least: 1 },
    },
    summary: (memory) => t`memory ${formatMiB(memory)}`,
  }),
  headroomMiB: field({
    schema: shape.wholeSize,
    description: 'Free space kept in the memory root, above its content.',
    default: 512,
    parse: wholeMiB,
    flag: flag('--headroom SIZE', 'free space in the root above its content'),
    screen: 'disks',
    ask: {
      label: later`Free space in root`,
      help: [later`Free space kept in the memory root, for files that are written while the system runs.`],
      steps: { least: 1 },
    },
  }),
  zramMiB: field({
    schema: shape.sizeOrNone,
    description: 'Swap in compressed memory (zram); 0 is none.',
    default: 0,
    parse: wholeMiB,
    flag: flag('--zram SIZE', 'swap in compressed memory, else none'),
    screen: 'disks',
    ask: {
      label: later`Compressed swap`,
      help: [
        later`Compressed swap in memory (zram). The kernel moves rarely used pages there, at a half or a third of their size. It takes memory only as it fills. 0: none.`,
        later`It helps only while the system runs. The root is copied before the swap exists, and must fit without it.`,
      ],
      steps: { least: 64, mayBeZero: true },
    },
  }),
  verify: field({
    schema: v.picklist(['digest', 'size']),
    description: 'How the copy in memory is checked before it becomes the root.',
    default: 'digest',
    flag: flag('--verify HOW', 'check of the copy in memory: digest or size'),
    screen: 'outputs',
    ask: {
      label: later`Check at boot`,
      help: [
        later`How the copy in memory is checked before it becomes the root. \`digest\` reads every file again and compares its BLAKE2b digest: the surest. \`size\` compares counts and sizes: quicker on a slow processor.`,
      ],
      labels: { digest: later`digest of every file`, size: later`counts and sizes` },
    },
  }),
  slotFormat: field({
    schema: v.picklist(['auto', 'squashfs', 'files']),
    description:
      'What a slot holds of the root: one compressed image (squashfs), or its files; auto is the image where squashfs-tools is among the packages and SELinux is disabled.',
    default: 'auto',
    flag: flag('--slot-format FORMAT', 'root in a slot: auto, squashfs (one compressed image) or files'),
    screen: 'outputs',
    ask: {
      label: later`Root in a slot`,
      help: [
        later`What a slot holds of the root. \`squashfs\` is one compressed image: it takes a third of the room, and the device reads a third of the bytes at each boot. It needs the package squashfs-tools, and SELinux must be disabled. \`files\` are the files as they are. \`auto\` is the image where that is possible. Slots that Anaconda makes hold files.`,
      ],
      labels: {
        auto: later`compressed if possible`,
        squashfs: later`one compressed image`,
        files: later`its files`,
      },
    },
  }),
  watchdog: field({
    schema: v.picklist(['hardware', 'software', 'off']),
    description:
      'What restarts a device that hangs: the watchdog of its hardware; one of software (softdog) where it has none; nothing.',
    default: 'hardware',
    flag: flag('--watchdog KIND', 'restarts a device that hangs: hardware, software or off'),
    screen: 'outputs',
    ask: {
      label: later`Watchdog`,
      help: [
        later`What restarts a device that hangs. \`hardware\` uses the watchdog that most devices have. \`software\` uses the one of the kernel if the hardware has none: it covers process 1, not the kernel. \`off\` arms none.`,
      ],
      labels: {
        hardware: later`of the hardware`,
        software: later`of the kernel, if the hardware has none`,
        off: later`none`,
      },
    },
  }),
  /** When a start is good, in seconds of the device's monotonic clock. */
  commit: {
    steadySeconds: field({
      schema: steadySeconds,
      description:
        'Seconds for which the required services must have run without a restart before a start is good.',
      default: 30,
      flag: flag(
        '--commit-steady SECONDS',
        'seconds that the required services must run for a start to be good',
        'number',
      ),
      screen: 'outputs',
      ask: {
        label: later`Start good after, s`,
        help: [
          later`A start is good once the required services have run for this many seconds without a restart: 10 to 600. A power cut before that counts as a start that was not good; after three in a row the other slot is started once.`,
        ],
      },
    }),
    limitSeconds: field({
      schema: limitSeconds,
      description:
        'Seconds within which they must do so; otherwise the start has failed, and the other slot is started.',
      default: 300,
      flag: flag('--commit-limit SECONDS', 'time limit for that; then the other slot is started', 'number'),
      screen: 'outputs',
      ask: {
        label: later`Start failed after, s`,
        help: [
          later`Time limit for that, in seconds: 60 to 3600. A start that takes longer has failed, and the other slot is started.`,
        ],
      },
    }),
  },
};
