import { realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { Command } from 'commander';
import { badFindings, badInput, exitStatus } from '../base/failure.js';
import { countOf } from '../base/finding.js';
import { atomicWriteFile } from '../base/fs/atomic-write.js';
import { readText } from '../base/fs/read-text.js';
import { printText } from '../base/print-text.js';
import { textWidth } from '../base/text/width.js';
import { readWholeSpec } from '../project/folder/open-project.js';
import { packagesListName } from '../project/folder/project.js';
import { expandGroupLines, groupWords } from '../project/packages/expand-group-lines.js';
import { readPackageTexts } from '../project/packages/packages-list.js';
import { groupHeading } from '../rpm/groups/expand-group.js';
import type { CommandContext, RunCommand } from './command.js';
import { parseWith } from './parse.js';
import { folderOf } from './project-options.js';
import { type ProjectGroups, readGroups } from './read-groups.js';

/** `groups`: lists the groups of the repositories, prints the packages of some, or puts them into packages.list. */
export const run: RunCommand = async (words, context) => {
  const parsed = parseWith(groupsCommand(), words, context);
  if (parsed === null) return exitStatus.done;
  const { options, args } = parsed;
  if (options.expand === true && args.length > 0) {
    throw badInput({
      what: '`--expand` takes the groups that packages.list names, and no others.',
      remedy: `To add a group, run \`tmpfsroot-wizard groups ${args[0]} >> ${packagesListName}\`.`,
    });
  }
  const dir = path.resolve(context.cwd, folderOf(options));
  const { spec, findings } = await readWholeSpec(dir, context.env, new Date());
  // Groups in packages.list are what the command is for.
  const errors = findings.filter(({ level, path: at }) => level === 'error' && !at.startsWith('packages'));
  if (errors.length > 0) throw badFindings(errors, `${countOf(errors)} things in the project are wrong:`);
  const lines = spec.packages ?? [];
  if (options.expand === true) {
    await expand(dir, () => readGroups(dir, spec, context), context);
    return exitStatus.done;
  }
  const groups = await readGroups(dir, spec, context);
  const json = options.json === true;
  if (args.length > 0) {
    const expanded = args.map((word) => groups.expand(word.startsWith('@') ? word : `@${word}`, lines));
    for (const group of expanded) {
      const text = json ? JSON.stringify(group) : [`# ${groupHeading(group)}`, ...group.packages].join('\n');
      printText(context.stdout, `${text}\n`);
    }
    return exitStatus.done;
  }
  const widest = Math.max(...groups.all.map(({ word }) => textWidth(word)));
  for (const group of groups.all) {
    const padding = ' '.repeat(widest - textWidth(group.word));
    printText(context.stdout, `${json ? JSON.stringify(group) : `${group.word}${padding}  ${group.name}`}\n`);
  }
  return exitStatus.done;
};

function groupsCommand(): Command {
  return new Command('groups')
    .description('Lists the package groups of the repositories, or prints the packages of groups as lines.')
    .argument('[GROUP...]', '@GROUP or @^ENVIRONMENT, as in a kickstart file')
    .option('-C <DIR>', "the image project's folder", '.')
    .option('--expand', 'put the packages of the groups that packages.list names in their place')
    .option('--json', 'one JSON object a line on standard output')
    .addHelpText(
      'after',
      `
Mandatory and default packages are taken, as dnf does; optional ones are not.

Examples:
  tmpfsroot-wizard groups
  tmpfsroot-wizard groups @core >> packages.list
  tmpfsroot-wizard groups --expand`,
    );
}

async function expand(
  dir: string,
  read: () => Promise<ProjectGroups>,
  { cwd, stdout, stderr }: Pick<CommandContext, 'cwd' | 'stdout' | 'stderr'>,
): Promise<void> {
  const file = path.join(dir, packagesListName);
  const shown = path.relative(cwd, file);
  const text = await readText(file, packagesListName);
  const named = groupWords(text ?? '');
  if (text === null || named.length === 0) {
    printText(stderr, `${shown} names no groups.\n`);
    return;
  }
  const groups = await read();
  const lines = readPackageTexts(text).packages.filter((line) => !line.startsWith('@'));
  const expanded = new Map(named.map((word) => [word, groups.expand(word, lines)]));
  const after = expandGroupLines(text, (word) => {
    const group = expanded.get(word);
    return group === undefined
      ? { heading: word, packages: [] }
      : { heading: groupHeading(group), packages: group.packages };
  });
  // A link stays one, and the file keeps its rights.
  const target = await realpath(file);
  await atomicWriteFile(target, after, { mode: (await stat(target)).mode & 0o777 });
  printText(stdout, `${shown}\n`);
}
