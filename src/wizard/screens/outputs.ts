import { type ImageSpec, type OutputKind, outputKinds } from '../../spec/image-spec.js';
import { type Field, specField } from '../fields.js';
import type { Screen } from './screen.js';

const texts: Readonly<Record<OutputKind, { label: string; help: string }>> = {
  iso: {
    label: 'Installer ISO',
    help: 'Boots by UEFI from optical media and from a USB stick written with dd, writes the named disks, verifies them and reboots.',
  },
  raw: {
    label: 'Disk image, raw',
    help: 'The disk as the installer would leave it, byte for byte: for `dd` onto a disk. Sparse on this machine.',
  },
  qcow2: {
    label: 'Disk image, qcow2',
    help: 'The same for QEMU and most virtualisation: grows with its content.',
  },
  pxe: {
    label: 'Network installer',
    help: 'The folder output/pxe for iPXE: devices install themselves from any web server, or from `tmpfsroot-wizard serve`.',
  },
};

/** What is built, and where its parts are kept. */
export const outputsScreen: Screen = {
  id: 'outputs',
  title: 'Outputs',
  help: [
    'What the build leaves in output/, with SHA256SUMS and build.json. All of it is made from one slot image.',
  ],
  fields: ({ spec }) => [
    ...outputKinds.map(outputField),
    ...installerFields(spec),
    verify,
    watchdog,
    commitSteady,
    commitLimit,
    engine,
    cacheDir,
  ],
  paths: [
    'outputs',
    'cacheDir',
    'engine.use',
    'device.verify',
    'device.watchdog',
    'device.commit.steadySeconds',
    'device.commit.limitSeconds',
    'install.method',
    'install.payload',
  ],
};

function outputField(kind: OutputKind): Field {
  return {
    id: `outputs.${kind}`,
    label: texts[kind].label,
    kind: 'switch',
    help: [texts[kind].help],
    flag: '--output',
    paths: ['outputs'],
    read: ({ outputs }) => (outputs.includes(kind) ? 'yes' : 'no'),
    write: (spec, text) => ({
      ...spec,
      outputs: outputKinds.filter((one) => (one === kind ? text === 'yes' : spec.outputs.includes(one))),
    }),
    choices: () => [
      { value: 'yes', label: 'yes' },
      { value: 'no', label: 'no' },
    ],
  };
}

/** What is to be decided of what installs the image, where something does. */
function installerFields({ outputs, install }: ImageSpec): Field[] {
  if (!outputs.includes('iso') && !outputs.includes('pxe')) return [];
  return install.method === 'anaconda' ? [method, payload] : [method];
}

const method = specField(
  'install.method',
  'Installed by',
  [
    'Our installer writes finished slot images and reads them back. Anaconda is the installer of Fedora: its netinst image is fetched and checked, and installs the locked packages from the medium or the network by a kickstart file.',
  ],
  {
    kind: 'choice',
    choices: () => [
      { value: 'image', label: 'our installer, slot images' },
      { value: 'anaconda', label: 'Anaconda, kickstart' },
    ],
  },
);

const payload = specField(
  'install.payload',
  '  Anaconda installs',
  [
    'The locked packages one by one, or the root tree that was built of them here: quicker on the device, and with what the build added.',
  ],
  {
    kind: 'choice',
    choices: () => [
      { value: 'packages', label: 'the locked packages' },
      { value: 'liveimg', label: 'the built root tree' },
    ],
  },
);

const verify = specField(
  'device.verify',
  'Check at boot',
  [
    'How the copy in memory is checked before it becomes the root. `digest` reads every file again and compares its BLAKE2b digest: the surest. `size` compares counts and sizes: quicker on a slow processor.',
  ],
  {
    kind: 'choice',
    choices: () => [
      { value: 'digest', label: 'digest of every file' },
      { value: 'size', label: 'counts and sizes' },
    ],
  },
);

const watchdog = specField(
  'device.watchdog',
  'Watchdog',
  [
    'What restarts a device that hangs. `hardware` is the watchdog that most devices have. `software` is the one of the kernel where the hardware has none: it covers process 1, not the kernel itself. `off` arms none.',
  ],
  {
    kind: 'choice',
    choices: () => [
      { value: 'hardware', label: 'of the hardware' },
      { value: 'software', label: 'of the kernel, where there is no other' },
      { value: 'off', label: 'none' },
    ],
  },
);

const commitSteady = specField('device.commit.steadySeconds', 'Start good after, s', [
  'A start is good once the required services have run for so many seconds without a restart: 10 to 600. A power cut before that counts as a start that was not good; after three in a row the other slot is started once.',
]);

const commitLimit = specField('device.commit.limitSeconds', 'Start failed after, s', [
  'The seconds that the services have for that: 60 to 3600. A start that needs more has failed, and the other slot is started.',
]);

const engine = specField(
  'engine.use',
  'Engine',
  [
    'What runs the programs that build; the image is the same. `auto` is the first that works here: podman, docker, or the programs of this machine. `d` on the first screen says what there is.',
  ],
  {
    kind: 'choice',
    choices: () => [
      { value: 'auto', label: 'auto: the first that works' },
      { value: 'podman', label: 'podman, in containers' },
      { value: 'docker', label: 'docker, in containers' },
      { value: 'native', label: 'programs of this machine' },
    ],
  },
);

const cacheDir = specField(
  'cacheDir',
  'Cache folder',
  [
    'Folder for packages and for what each stage of a build made. It can be removed at any time; the next build makes it again.',
  ],
  { placeholder: '~/.cache/tmpfsroot-wizard' },
);
