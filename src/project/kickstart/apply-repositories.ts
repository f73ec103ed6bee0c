import { isKnownId, ownRepositories } from '../../spec/known-repositories.js';
import { repositoryIdPattern } from '../../spec/shapes.js';
import type { ParsedCommand } from './parse-command.js';
import { fits, has, listOf, type Said, textOf } from './said.js';

/** One repository, in the form of a project file. */
interface Repository {
  id: string;
  baseurl?: string[];
  mirrorlist?: string;
  metalink?: string;
  keys?: string[];
  excludes?: string[];
}

/** `repo` and `url`: the repositories of the release and those besides, as the spec has them. */
export function applyRepositories(said: Said, commands: readonly ParsedCommand[]): void {
  const found = new Map<string, Repository>(ownRepositories.map((id) => [id, { id }]));
  const from = new Map<string, ParsedCommand>();
  for (const command of commands.filter(({ name }) => ['repo', 'url'].includes(name))) {
    const isUrl = command.name === 'url';
    const id = isUrl ? 'fedora' : textOf(command, '--name');
    if (id === null) {
      said.wrong(command, '`repo` has no name.', 'Write `repo --name=NAME --baseurl=URL`.');
      continue;
    }
    const urls = ['--url', '--baseurl', '--mirrorlist', '--metalink'].filter((option) =>
      has(command, option),
    );
    const isKnown = isKnownId(id);
    if (urls.length > 1 || (urls.length === 0 && !isKnown) || (isUrl && urls.length === 0)) {
      const options = `\`--${isUrl ? 'url' : 'baseurl'}\`, \`--mirrorlist\` and \`--metalink\``;
      said.wrong(command, `\`${command.name}\` wants one of ${options}.`, 'Give one URL.');
      continue;
    }
    if (!fits(said, command, '--name', repositoryIdPattern, 'repository id', 'extra')) continue;
    const earlier = from.get(id);
    if (earlier !== undefined) {
      const place = `${earlier.file}:${earlier.line}`;
      said.wrong(
        command,
        `The repository \`${id}\` was given in ${place} already.`,
        'Remove one of the two.',
      );
      continue;
    }
    from.set(id, command);
    const baseurl = textOf(command, '--url') ?? textOf(command, '--baseurl');
    const mirrorlist = textOf(command, '--mirrorlist');
    const metalink = textOf(command, '--metalink');
    const excludes = [...listOf(command, '--excludepkgs')];
    found.set(id, {
      id,
      ...(baseurl === null ? {} : { baseurl: [baseurl] }),
      ...(mirrorlist === null ? {} : { mirrorlist }),
      ...(metalink === null ? {} : { metalink }),
      ...(isKnown ? {} : { keys: [`keys/${id}.asc`] }),
      ...(excludes.length > 0 ? { excludes } : {}),
    });
  }
  if (from.size === 0) return;
  said.give('repositories', [...found.values()], ...from.values());
  for (const [index, id] of [...found.keys()].entries()) {
    const command = from.get(id);
    if (command !== undefined) said.elements.set(`repositories[${index}]`, command);
  }
}
