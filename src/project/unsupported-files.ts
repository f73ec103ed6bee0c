import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { badInput } from '../spec/failure.js';
import { errorAt, type Finding } from '../spec/finding.js';
import type { ImageSpec } from '../spec/image-spec.js';
import { isWithin, rootKickstartName, settingsBlocks } from './kickstart-block.js';
import { kickstartSettings } from './kickstart-settings.js';
import { readText } from './read-text.js';

/** What the kickstart commands of a folder are compared with. */
export interface SaidBySpec {
  /** What is built: a command of ks.root.cfg that says the same has its effect by it. */
  spec: ImageSpec;
  /** What tmpfsroot.json says without flags and environment, which win over its copy between our markers as over itself. */
  fileSpec?: ImageSpec;
  /** What stands between our markers is about to be written anew, and not looked at. */
  blockIsReplaced?: boolean;
}

/**
 * Files of the seed's interface that this version would have to apply and does not, or cannot: kickstart files with
 * the first line that has an effect which the spec has not, and what to use instead (files of comments only are
 * fine), and files that would lie over the installer's own.
 * @throws Failure (exit status 2) when one of them cannot be read.
 */
export async function unsupportedFiles(dir: string, said: SaidBySpec): Promise<Finding[]> {
  const kickstarts = await effectiveKickstarts(dir, (name, lines) =>
    name === rootKickstartName ? saidLines(lines, said) : () => false,
  );
  const ours = await firstFile(dir, 'iso-root.override/tfr');
  return [
    ...kickstarts.map(kickstartFinding),
    ...(ours === null
      ? []
      : [
          at(
            ours,
            'The folder `tfr` of the medium is the installer itself, and no file may be put over it.',
            'Give the folder another name.',
          ),
        ]),
  ];
}

/** Which lines of ks.root.cfg have their effect by the spec. */
function saidLines(lines: readonly string[], said: SaidBySpec): (index: number) => boolean {
  const { spec, fileSpec = spec, blockIsReplaced = false } = said;
  const anywhere = new Set(kickstartSettings(spec));
  const inBlock = new Set(kickstartSettings(fileSpec));
  const blocks = settingsBlocks(lines);
  return (index) => {
    const line = lines[index] as string;
    if (anywhere.has(line)) return true;
    return blocks.some((block) => isWithin(block, index)) && (blockIsReplaced || inBlock.has(line));
  };
}

function kickstartFinding({ file, line, text, ownBlock }: EffectiveLine): Finding {
  const place = `${file}:${line}`;
  // What stands behind the name of the command may be a password.
  const shown = /^(?:rootpw|user)\s/.test(text) ? `${text.split(/\s/)[0]} ...` : text;
  if (ownBlock && file === rootKickstartName) {
    return at(
      place,
      `\`${shown}\` is a copy of what tmpfsroot.json said, and it says something else now.`,
      'Save the project with the wizard (`tmpfsroot-wizard`), which writes this part anew, or remove the lines from BEGIN to END: tmpfsroot.json is what counts.',
    );
  }
  return at(
    place,
    file === rootKickstartName
      ? `Only tmpfsroot.json has an effect, and \`${shown}\` does not say what it says.`
      : `Kickstart files are not applied by this version, and \`${shown}\` would have no effect.`,
    kickstartRemedy(text),
  );
}

const insteadOf: Readonly<Record<string, string>> = {
  rootpw: '`system.rootPasswordHash` (`--root-password-hash`)',
  sshkey: '`system.rootSshKeys` (`--ssh-key`) or `system.users`',
  user: '`system.users`',
  timezone: '`system.timezone` (`--timezone`)',
  lang: '`system.languages` (`--language`)',
  keyboard: '`system.keymap` (`--keymap`)',
  services: '`system.services` (`--enable-service`, `--disable-service`)',
  selinux: '`system.selinux` (`--selinux`)',
  bootloader: '`system.kernelArguments` (`--kernel-arg`)',
  network: '`system.hostname` (`--hostname`) and `system.network` (`--address`, `--gateway`, `--dns`)',
  repo: '`repositories` (`--repo`, `--key`)',
  reboot: '`install.then` (`--then`)',
  poweroff: '`install.then` (`--then`)',
};

function kickstartRemedy(text: string): string {
  const instead = insteadOf[text.split(/\s/)[0] ?? ''];
  return instead === undefined
    ? 'Set it in the `system` fields of tmpfsroot.json, or put its files into `root.override/`, and make the line a comment.'
    : `Set ${instead} instead, and make the line a comment.`;
}

interface EffectiveLine {
  file: string;
  line: number;
  text: string;
  /** It stands between the markers of the settings that we keep. */
  ownBlock: boolean;
}

/**
 * Of each kickstart file the first line that is neither blank nor a comment, nor one that is fine.
 * @param isFine Says it of a line by its index, for a file's name and lines.
 */
async function effectiveKickstarts(
  dir: string,
  isFine: (name: string, lines: readonly string[]) => (index: number) => boolean,
): Promise<EffectiveLine[]> {
  const names = (await entriesOf(path.join(dir, 'ks')))
    .map(({ name }) => name)
    .filter((name) => name.endsWith('.cfg'));
  const lines = await Promise.all(
    names.sort().map(async (name): Promise<EffectiveLine[]> => {
      const file = `ks/${name}`;
      const text = (await readText(path.join(dir, file), file)) ?? '';
      const all = text.split(/\r?\n/).map((line) => line.trim());
      const fine = isFine(file, all);
      const index = all.findIndex((line, at) => line !== '' && !line.startsWith('#') && !fine(at));
      if (index < 0) return [];
      const ownBlock = settingsBlocks(all).some((block) => isWithin(block, index));
      return [{ file, line: index + 1, text: all[index] as string, ownBlock }];
    }),
  );
  return lines.flat();
}

/** Some file under the folder; what keeps an empty folder in git does not count. */
async function firstFile(dir: string, folder: string): Promise<string | null> {
  for (const entry of await entriesOf(path.join(dir, folder))) {
    const inner = `${folder}/${entry.name}`;
    if (entry.isDirectory()) {
      const found = await firstFile(dir, inner);
      if (found !== null) return found;
    } else if (entry.name !== '.gitkeep') return inner;
  }
  return null;
}

async function entriesOf(folder: string) {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return [];
    throw badInput({
      what: `The folder \`${folder}\` could not be read.`,
      where: folder,
      why: error instanceof Error ? error.message : String(error),
      remedy: `Look at it with \`ls -ld ${folder}\`.`,
    });
  }
}

function at(where: string, message: string, remedy: string): Finding {
  return { ...errorAt('', message, remedy), where };
}
