import type { KickstartScript } from '../../project/kickstart/kickstart-script.js';
import type { Kickstart } from '../../project/kickstart/read-kickstart.js';
import { kickstartSettings } from '../../project/kickstart-settings.js';
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
  /** What the project's own kickstart files say: what of it is in the spec goes by the spec. */
  kickstart: Pick<Kickstart, 'commands' | 'scripts'>;
  /** SHA-256 of the archive of the root tree, when that is what is installed. */
  archiveSha256: string | null;
}

/**
 * The complete kickstart file, in words that pykickstart knows for Fedora 38 to 45. The disks are chosen and
 * partitioned by our own %pre, since kickstart knows neither PARTUUIDs nor PARTLABELs; Anaconda then makes file
 * systems on the partitions that it is told.
 */
export function kickstartText({ spec, kickstart, archiveSha256 }: KickstartInput): string {
  const scripts = (...sections: KickstartScript['section'][]) =>
    kickstart.scripts
      .filter(({ section: place }) => sections.includes(place))
      // A root tree that was built has had them, as it has had the hooks.
      .filter(({ section: place }) => place === 'pre' || archiveSha256 === null)
      .flatMap(scriptSection);
  return [
    '# Made by tmpfsroot-wizard: an installation by Anaconda that asks nothing.',
    ...commands(spec, kickstart, archiveSha256),
    '',
    ...scripts('pre'),
    // Behind what the project does: from here on nothing must stand in the way of the disks.
    ...section(
      '%pre --erroronfail --log=/tmp/tfr-pre.log',
      [
        ...fetchOverNetwork,
        `sh ${mediumMount}/${ourFolder}/anaconda/pre.sh ${mediumMount} ${disksFile}`,
      ].join('\n'),
    ),
    ...scripts('pre-install'),
    ...packagesSection(spec),
    ...section('%post --nochroot --erroronfail', ourScript('lay-over')),
    ...scripts('post-nochroot', 'post'),
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

function commands(
  spec: ImageSpec,
  { commands: own }: KickstartInput['kickstart'],
  archiveSha256: string | null,
): string[] {
  const files = `file://${mediumMount}/${ourFolder}`;
  const added = own.filter(({ words: [name = ''] }) => !bySpec.has(name)).map(({ text }) => text);
  const said = new Set(added.map(commandName));
  return [
    ...(['text', 'graphical', 'cmdline'].some((mode) => said.has(mode)) ? [] : ['cmdline']),
    ...(archiveSha256 === null
      ? [`url --url=${files}/packages`]
      : [`liveimg --url=${files}/root.tar.gz --checksum=${archiveSha256}`]),
    ...kickstartSettings(spec).filter((line) => !isSaidBy(added, line)),
    ...added,
    ...(said.has('firstboot') ? [] : ['firstboot --disable']),
    // It asks for no EFI partition then; our script writes shim and GRUB, last of all.
    'bootloader --location=none',
    `%include ${disksFile}`,
  ];
}

/** Commands of the project that are in the spec, or decided by us, or that Anaconda of today does not know. */
const bySpec = new Set([
  ...['lang', 'keyboard', 'timezone', 'rootpw', 'selinux', 'services', 'sshkey', 'bootloader'],
  ...['reboot', 'poweroff', 'halt', 'shutdown', 'zerombr', 'cdrom', 'mediacheck'],
  ...['install', 'interactive', 'autostep', 'deviceprobe', 'unsupported_hardware', 'multipath', 'dmraid'],
]);

/** Whether a line of the spec is said by the project's own words, which may say more of the same account or network. */
function isSaidBy(added: readonly string[], line: string): boolean {
  const [name = '', first = ''] = line.split(' ');
  switch (name) {
    // The kernel's arguments stand in our own boot loader's menu.
    case 'bootloader':
      return true;
    case 'user':
      return added.some((one) => commandName(one) === 'user' && one.split(/\s+/).includes(first));
    case 'network': {
      const option = first.startsWith('--hostname') ? /--hostname[= ]/ : /--(device|bootproto|ip|ipv6)[= ]/;
      return added.some((one) => commandName(one) === 'network' && option.test(one));
    }
    default:
      return false;
  }
}

function scriptSection({ section: place, interpreter, errorOnFail, log, body }: KickstartScript): string[] {
  const [program = '/bin/sh', ...options] = interpreter.split(' ');
  const isShell = /\/(ba|da)?sh$/.test(program);
  const named = isShell ? program : interpreter;
  const head = [
    place === 'post-nochroot' ? '%post --nochroot' : `%${place}`,
    ...(named === '/bin/sh' ? [] : [`--interpreter=${named.includes(' ') ? `"${named}"` : named}`]),
    ...(errorOnFail ? ['--erroronfail'] : []),
    ...(log === null ? [] : [`--log=${log}`]),
  ];
  // Anaconda starts the program by this very name, so that the options of a shell must be set in the script.
  const set = isShell && options.length > 0 ? `set ${options.join(' ')}\n` : '';
  return section(head.join(' '), set + body);
}

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
 * that the list of digests names. pre.sh checks the digests, as it does for a medium. /run takes a fifth of the
 * memory at most (systemd), so that the folder is a file system of its own.
 */
const fetchOverNetwork = [
  `if [ ! -e ${mediumMount}/${ourFolder}/install.conf ]; then`,
  "  base=$(sed -n 's/^\\(.* \\)\\{0,1\\}tfr\\.base=\\([^ ]*\\).*$/\\2/p' /proc/cmdline)",
  '  fetch() {',
  '    curl -fsSg --retry 5 --create-dirs -o "$2" "$base/tfr/$1" && return',
  '    echo "tfr-install: failed: $base/tfr/$1 cannot be fetched" >/dev/console',
  '    exit 1',
  '  }',
  `  mkdir -p ${mediumMount} && mount -t tmpfs -o size=90%,mode=0755 tfr ${mediumMount} || exit 1`,
  `  mkdir ${mediumMount}/${ourFolder} && cd ${mediumMount}/${ourFolder} || exit 1`,
  '  fetch files.sha256 files.sha256',
  '  while read -r digest name; do',
  '    fetch "$(printf \'%s\' "$name" | sed \'s/%/%25/g; s/ /%20/g; s/#/%23/g; s/?/%3F/g\')" "$name"',
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
