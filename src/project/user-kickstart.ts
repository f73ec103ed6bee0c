import path from 'node:path';
import { errorAt, type Finding } from '../spec/finding.js';
import { isWithin, rootKickstartName, settingsBlocks } from './kickstart-block.js';
import { readText } from './read-text.js';

/** What the kickstart files of a project's folder give to Anaconda, section by section. */
export interface UserKickstart {
  /** Commands of ks.root.cfg, without comments and without our own copy of the spec's settings. */
  root: string[];
  /** Scripts, each the body of a section. */
  pre: string[];
  preInstall: string[];
  postNoChroot: string[];
  post: string[];
}

const sectionFiles = {
  pre: 'ks/ks.pre.cfg',
  preInstall: 'ks/ks.pre-install.cfg',
  postNoChroot: 'ks/ks.post-nochroot.cfg',
  post: 'ks/ks.post.cfg',
} as const;

/** What a command of the project would take from ours, in words that complete "is decided by". */
const decidedElsewhere: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    ['part', 'partition', 'autopart', 'clearpart', 'zerombr', 'ignoredisk', 'reqpart'].map((name) => [
      name,
      '`disks` and `partitions` of tmpfsroot.json',
    ]),
  ),
  ...Object.fromEntries(
    ['volgroup', 'logvol', 'raid', 'btrfs', 'mount', 'snapshot'].map((name) => [
      name,
      '`disks` and `partitions` of tmpfsroot.json',
    ]),
  ),
  ...Object.fromEntries(
    ['url', 'cdrom', 'harddrive', 'nfs', 'hmc', 'liveimg', 'ostreesetup', 'ostreecontainer', 'bootc'].map(
      (name) => [name, 'the medium, which brings what rpms.lock names'],
    ),
  ),
  repo: '`repositories` of tmpfsroot.json and rpms.lock',
  bootloader: '`system.kernelArguments` of tmpfsroot.json',
};

/** Reads the kickstart files of a folder. @throws Failure (exit status 2) when one of them cannot be read. */
export async function readUserKickstart(dir: string): Promise<UserKickstart> {
  const body = async (name: string) => {
    const text = (await readText(path.join(dir, name), name)) ?? '';
    const hasEffect = text.split('\n').some((line) => line.trim() !== '' && !line.trim().startsWith('#'));
    return hasEffect ? [text.replaceAll('\r\n', '\n')] : [];
  };
  const [root, pre, preInstall, postNoChroot, post] = await Promise.all([
    rootLines(dir),
    body(sectionFiles.pre),
    body(sectionFiles.preInstall),
    body(sectionFiles.postNoChroot),
    body(sectionFiles.post),
  ]);
  return { root: root.map(({ text }) => text), pre, preInstall, postNoChroot, post };
}

/**
 * Lines of the project's kickstart files that cannot stand in a file for Anaconda beside ours.
 * @throws Failure (exit status 2) when one of them cannot be read.
 */
export async function userKickstartFindings(dir: string): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const { text, line } of await rootLines(dir)) {
    const name = text.split(/\s/)[0] ?? '';
    const decided = decidedElsewhere[name];
    if (decided !== undefined) {
      findings.push(
        at(
          rootKickstartName,
          line,
          `\`${name}\` is decided by ${decided}.`,
          'Set it there, and remove the line.',
        ),
      );
    } else if (name.startsWith('%') && name !== '%include' && name !== '%ksappend') {
      findings.push(
        at(
          rootKickstartName,
          line,
          `\`${name}\` begins a section, and this file holds commands only.`,
          'Put the script into ks.pre.cfg, ks.pre-install.cfg, ks.post-nochroot.cfg or ks.post.cfg.',
        ),
      );
    }
  }
  for (const name of Object.values(sectionFiles)) {
    const lines = ((await readText(path.join(dir, name), name)) ?? '').split('\n');
    const index = lines.findIndex((line) => /^%(?!include\b|ksappend\b)[a-z]/.test(line));
    if (index < 0) continue;
    findings.push(
      at(
        name,
        index + 1,
        `\`${(lines[index] as string).trim()}\` would begin or end a section, and this file is the body of one.`,
        'Leave the script alone in the file.',
      ),
    );
  }
  return findings;
}

async function rootLines(dir: string): Promise<{ text: string; line: number }[]> {
  const lines = ((await readText(path.join(dir, rootKickstartName), rootKickstartName)) ?? '').split(/\r?\n/);
  const blocks = settingsBlocks(lines);
  return lines.flatMap((text, index) => {
    const isOurs = blocks.some((block) => isWithin(block, index));
    return isOurs || /^\s*(#|$)/.test(text) ? [] : [{ text: text.trim(), line: index + 1 }];
  });
}

function at(file: string, line: number, message: string, remedy: string): Finding {
  return { ...errorAt('', message, remedy), where: `${file}:${line}` };
}
