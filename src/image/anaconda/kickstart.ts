import { kickstartSettings } from '../../project/kickstart-settings.js';
import type { UserKickstart } from '../../project/user-kickstart.js';
import type { ImageSpec } from '../../spec/image-spec.js';
import { comps } from './comps.js';

/**
 * Where Anaconda has its medium: dracut mounts what `inst.stage2=hd:LABEL=...` names there, from a stick and an
 * optical drive alike (facts, section 2). For an installation over the network our %pre fills the same folder.
 */
export const mediumMount = '/run/install/repo';

/** Folder of ours on the medium. */
export const ourFolder = 'tfr';

/** What %pre writes once it has chosen and partitioned the disks. */
const disksFile = '/tmp/tfr-disks.ks';

export interface KickstartInput {
  spec: ImageSpec;
  /** What the project's own kickstart files say. */
  user: UserKickstart;
  /** SHA-256 of the archive of the root tree, when that is what is installed. */
  archiveSha256: string | null;
}

/**
 * The complete kickstart file, in words that pykickstart knows for Fedora 38 to 45. The disks are chosen and
 * partitioned by our own %pre, since kickstart knows neither PARTUUIDs nor PARTLABELs; Anaconda then makes file
 * systems on the partitions that it is told.
 */
export function kickstartText({ spec, user, archiveSha256 }: KickstartInput): string {
  return [
    '# Made by tmpfsroot-wizard: an installation by Anaconda that asks nothing.',
    ...commands(spec, user, archiveSha256),
    '',
    ...user.pre.flatMap((body) => section('%pre --erroronfail', body)),
    // Behind what the project does: from here on nothing must stand in the way of the disks.
    ...section(
      '%pre --erroronfail --log=/tmp/tfr-pre.log',
      [
        ...fetchOverNetwork,
        `sh ${mediumMount}/${ourFolder}/anaconda/pre.sh ${mediumMount} ${disksFile}`,
      ].join('\n'),
    ),
    ...user.preInstall.flatMap((body) => section('%pre-install --erroronfail', body)),
    ...packagesSection(spec),
    ...section('%post --nochroot --erroronfail', ourScript('lay-over')),
    ...user.postNoChroot.flatMap((body) => section('%post --nochroot --erroronfail', body)),
    ...user.post.flatMap((body) => section('%post --erroronfail', body)),
    ...section('%post --nochroot --erroronfail', ourScript('finish')),
    ...section(
      '%onerror',
      [
        "echo 'tfr-install: failed; the medium is started again in 60 s' >/dev/console",
        'sync',
        'sleep 60',
        'echo b >/proc/sysrq-trigger',
      ].join('\n'),
    ),
  ].join('\n');
}

function commands(spec: ImageSpec, user: UserKickstart, archiveSha256: string | null): string[] {
  const files = `file://${mediumMount}/${ourFolder}`;
  const said = new Set(user.root.map(commandName));
  const settings = kickstartSettings(spec).filter(
    // Our boot loader's configuration holds the kernel arguments.
    (line) =>
      !(onlyOnce.has(commandName(line)) && said.has(commandName(line))) && !/^bootloader\b/.test(line),
  );
  const ownRoot = user.root.filter((line) => !settings.includes(line));
  return [
    ...(['text', 'graphical', 'cmdline'].some((mode) => said.has(mode)) ? [] : ['cmdline']),
    ...(archiveSha256 === null
      ? [`url --url=${files}/packages`]
      : [`liveimg --url=${files}/root.tar.gz --checksum=${archiveSha256}`]),
    ...settings,
    ...ownRoot,
    ...(said.has('firstboot') ? [] : ['firstboot --disable']),
    // It asks for no EFI partition then; our script writes shim and GRUB, last of all.
    'bootloader --location=none',
    `%include ${disksFile}`,
  ];
}

/** Commands of which the project's own word goes before the spec's. */
const onlyOnce = new Set(['lang', 'keyboard', 'timezone', 'rootpw', 'selinux', 'reboot', 'poweroff']);

function packagesSection(spec: ImageSpec): string[] {
  if (spec.install.payload === 'liveimg') return [];
  const languages = spec.system.languages.map((language) => language.replace(/[.@].*$/, ''));
  return [
    // What Anaconda would like to have besides is not on the medium, and nothing that is locked may be absent:
    // the list of witnesses is checked after the installation.
    `%packages --nocore --ignoremissing --exclude-weakdeps --excludedocs --inst-langs=${languages.join(':')}`,
    `@^${comps.environment}`,
    '%end',
    '',
  ];
}

/**
 * Without a medium everything of ours is fetched into the same folder, from the address in `tfr.base=`: each file
 * that the list of digests names. pre.sh checks the digests, as it does for a medium.
 */
const fetchOverNetwork = [
  `if [ ! -e ${mediumMount}/${ourFolder}/install.conf ]; then`,
  "  base=$(sed -n 's/^\\(.* \\)\\{0,1\\}tfr\\.base=\\([^ ]*\\).*$/\\2/p' /proc/cmdline)",
  '  [ -n "$base" ] || exit 1',
  `  mkdir -p ${mediumMount}/${ourFolder} && cd ${mediumMount}/${ourFolder} || exit 1`,
  '  curl -fsS --retry 5 -O "$base/tfr/files.sha256" || exit 1',
  '  while read -r digest name; do',
  '    curl -fsS --retry 5 --create-dirs -o "$name" "$base/tfr/$name" || exit 1',
  '  done <files.sha256',
  'fi',
];

function ourScript(name: string): string {
  return `sh ${mediumMount}/${ourFolder}/anaconda/${name}.sh ${mediumMount}`;
}

function section(head: string, body: string): string[] {
  return [head, body.replace(/\n+$/, ''), '%end', ''];
}

function commandName(line: string): string {
  return line.trim().split(/\s/)[0] ?? '';
}
