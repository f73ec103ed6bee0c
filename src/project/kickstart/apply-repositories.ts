import { t } from '../../base/language/texts.js';
import { repositoryIdPattern } from '../../config/fields/field-types.js';
import { isKnownId, ownRepositories } from '../../config/releases/known-repositories.js';
import { fits, hasOption, type KickstartResult, optionList, optionText } from './kickstart-result.js';
import type { ParsedCommand } from './parse-command.js';

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
export function applyRepositories(result: KickstartResult, commands: readonly ParsedCommand[]): void {
  const found = new Map<string, Repository>(ownRepositories.map((id) => [id, { id }]));
  const from = new Map<string, ParsedCommand>();
  for (const command of commands.filter(({ name }) => ['repo', 'url'].includes(name))) {
    const isUrl = command.name === 'url';
    const id = isUrl ? 'fedora' : optionText(command, '--name');
    if (id === null) {
      result.addError(command, t`\`repo\` has no name.`, t`Write \`repo --name=NAME --baseurl=URL\`.`);
      continue;
    }
    const urls = ['--url', '--baseurl', '--mirrorlist', '--metalink'].filter((option) =>
      hasOption(command, option),
    );
    const isKnown = isKnownId(id);
    if (urls.length > 1 || (urls.length === 0 && !isKnown) || (isUrl && urls.length === 0)) {
      const needed = isUrl
        ? t`\`url\` needs one of \`--url\`, \`--mirrorlist\` and \`--metalink\`.`
        : t`\`repo\` needs one of \`--baseurl\`, \`--mirrorlist\` and \`--metalink\`.`;
      result.addError(command, needed, t`Give one URL.`);
      continue;
    }
    if (!fits(result, command, '--name', repositoryIdPattern, t`repository id`, 'extra')) continue;
    const earlier = from.get(id);
    if (earlier !== undefined) {
      const place = `${earlier.file}:${earlier.line}`;
      result.addError(
        command,
        t`The repository \`${id}\` was given in ${place} already.`,
        t`Remove one of the two.`,
      );
      continue;
    }
    from.set(id, command);
    const baseurl = optionText(command, '--url') ?? optionText(command, '--baseurl');
    const mirrorlist = optionText(command, '--mirrorlist');
    const metalink = optionText(command, '--metalink');
    const excludes = [...optionList(command, '--excludepkgs')];
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
  result.set('repositories', [...found.values()], ...from.values());
  for (const [index, id] of [...found.keys()].entries()) {
    const command = from.get(id);
    if (command !== undefined) result.elements.set(`repositories[${index}]`, command);
  }
}
