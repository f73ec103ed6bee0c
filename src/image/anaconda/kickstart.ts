import { textBefore, withoutTrailing } from '../../base/text/ends.js';
import type { InstallerSpec } from '../../config/spec-parts.js';
import type { KickstartScript } from '../../project/kickstart/kickstart-script.js';
import type { Kickstart } from '../../project/kickstart/read-kickstart.js';
import { comps } from './comps.js';
import { kickstartSettings } from './kickstart-settings.js';

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
  spec: InstallerSpec;
  /** What the project's own kickstart files say beyond the spec. */
  kickstart: Pick<Kickstart, 'commands' | 'scripts'>;
  /** SHA-256 of the archive of the root tree, when that is what is installed. */
  archiveSha256: string | null;
  /** Text of fetch.sh, by which an installation over the network comes to our files. */
  fetchScript: string;
}

/**
 * The complete kickstart file, in words that pykickstart knows for Fedora 38 to 45. The disks are chosen and
 * partitioned by our own %pre, since kickstart knows neither PARTUUIDs nor PARTLABELs; Anaconda then makes file
 * systems on the partitions that it is told.
 */
export function kickstartText({ spec, kickstart, archiveSha256, fetchScript }: KickstartInput): string {
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
        // Its comments are for those who read it here.
        fetchScript.replace(/^(?:#.*\n)+/, '').trimEnd(),
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
  spec: InstallerSpec,
  { commands: own }: KickstartInput['kickstart'],
  archiveSha256: string | null,
): string[] {
  const files = `file://${mediumMount}/${ourFolder}`;
  const added = own.filter(({ words: [name = ''] }) => ofAnaconda.has(name)).map(({ text }) => text);
  const said = new Set(added.map(commandName));
  return [
    ...(['text', 'graphical', 'cmdline'].some((mode) => said.has(mode)) ? [] : ['cmdline']),
    ...(archiveSha256 === null
      ? [`url --url=${files}/packages`]
      : [`liveimg --url=${files}/root.tar.gz --checksum=${archiveSha256}`]),
    // The kernel's arguments stand in our own boot loader's menu.
    ...kickstartSettings(spec).filter((line) => commandName(line) !== 'bootloader'),
    ...added,
    'firstboot --disable',
    // It asks for no EFI partition then; our script writes shim and GRUB, last of all.
    'bootloader --location=none',
    `%include ${disksFile}`,
  ];
}

/** Commands of the project that concern Anaconda alone; all else that it says is in the spec, or decided by us. */
const ofAnaconda = new Set(['text', 'graphical', 'cmdline', 'device', 'eula', 'logging']);

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

function packagesSection(spec: InstallerSpec): string[] {
  if (spec.install.payload === 'liveimg') return [];
  const languages = spec.system.languages.map((language) => textBefore(language, '.', '@'));
  return [
    // What Anaconda would like to have besides is not on the medium, and nothing that is locked may be absent:
    // the list of witnesses is checked after the installation.
    `%packages --nocore --ignoremissing --exclude-weakdeps --excludedocs --inst-langs=${languages.join(':')}`,
    `@^${comps.environment}`,
    '%end',
    '',
  ];
}

function ourScript(name: string): string {
  return `sh ${mediumMount}/${ourFolder}/anaconda/${name}.sh ${mediumMount}`;
}

function section(head: string, body: string): string[] {
  return [head, withoutTrailing(body, '\n'), '%end', ''];
}

function commandName(line: string): string {
  return line.trim().split(/\s/)[0] ?? '';
}
