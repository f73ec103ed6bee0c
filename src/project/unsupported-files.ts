import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { badInput } from '../spec/failure.js';
import { errorAt, type Finding } from '../spec/finding.js';
import { readText } from './read-text.js';

/**
 * Files of the seed's interface that this version would have to apply and does not: each with its first line
 * that has an effect, and what to use instead. Files of comments only have no effect and are fine.
 * @throws Failure (exit status 2) when one of them cannot be read.
 */
export async function unsupportedFiles(dir: string): Promise<Finding[]> {
  const kickstarts = await effectiveFiles(dir, 'ks', '.cfg');
  const hooks = [
    ...(await effectiveFiles(dir, 'build-hooks.d', '.sh')),
    ...(await effectiveFiles(dir, 'hooks.d', '.sh')),
  ];
  const media = await firstFile(dir, 'iso-root.override');
  return [
    ...kickstarts.map(({ file, line, text }) =>
      at(
        `${file}:${line}`,
        `Kickstart files are not applied by this version, and \`${text}\` would have no effect.`,
        kickstartRemedy(text),
      ),
    ),
    ...hooks.map(({ file, line }) =>
      at(
        `${file}:${line}`,
        'Hooks are not run by this version, and this script would have no effect.',
        'Put the files that it makes into `root.override/`, and remove it.',
      ),
    ),
    ...(media === null
      ? []
      : [
          at(
            media,
            'Files for the installer medium are not copied by this version, and this one would be missing there.',
            'Put files for the device into `root.override/`, and remove it.',
          ),
        ]),
  ];
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
  network: '`system.hostname` (`--hostname`), and files under `root.override/etc/NetworkManager`',
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
}

/** Of each file with that ending the first line that is neither blank nor a comment. */
async function effectiveFiles(dir: string, folder: string, ending: string): Promise<EffectiveLine[]> {
  const names = (await entriesOf(path.join(dir, folder)))
    .map(({ name }) => name)
    .filter((name) => name.endsWith(ending));
  const lines = await Promise.all(
    names.sort().map(async (name): Promise<EffectiveLine[]> => {
      const text = (await readText(path.join(dir, folder, name), `${folder}/${name}`)) ?? '';
      const all = text.split(/\r?\n/).map((line) => line.trim());
      const index = all.findIndex((line) => line !== '' && !line.startsWith('#'));
      return index < 0 ? [] : [{ file: `${folder}/${name}`, line: index + 1, text: all[index] as string }];
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
