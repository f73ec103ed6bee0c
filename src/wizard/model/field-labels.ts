import type { Finding } from '../../base/finding.js';
import { later, t, translated } from '../../base/language/texts.js';
import { fieldList } from '../../config/fields/spec-fields.js';
import { flagTable, repositoryFlags } from '../../config/layers/flag-table.js';

/** Labels of the account in addition to root, whose fields the screen makes by itself. */
export const userLabels = {
  name: later`User`,
  groups: later`Groups`,
  passwordHash: later`Password`,
  sshKeys: later`SSH keys`,
};

/** What the screen calls the field at a path of the spec, or the one that holds it; null where no screen asks for it. */
export function labelOf(path: string): string | null {
  const user = /^system\.users(?:\[\d+\](?:\.(\w+))?)?$/.exec(path);
  if (user !== null) {
    const label = userLabels[(user[1] ?? 'name') as keyof typeof userLabels];
    return label === undefined ? null : translated(label);
  }
  if (path === 'packages' || path.startsWith('packages[')) return t`Packages`;
  const found = fieldList.find((one) => path === one.path || path.startsWith(`${one.path}[`));
  return found?.ask === undefined ? null : translated(found.ask.label.trim());
}

/**
 * A sentence that the command line and the project file share, for somebody who sees fields: paths of the spec and
 * flags in it become labels, `--disk sda` the value and the label.
 */
export function withLabels(text: string): string {
  return text.replace(/`([^`]+)`(?: (?:of|in|from) tmpfsroot\.json)?/g, (whole, quoted: string) => {
    const [word = '', ...values] = quoted.split(' ');
    if (word === repositoryFlags.repo.flag || word === repositoryFlags.key.flag)
      return translated(inProjectFile);
    const path = flagTable.find(({ flag }) => flag === word)?.path ?? (isPath(quoted) ? quoted : null);
    const label = path === null ? null : labelOf(path);
    if (path === null) return whole;
    const field = label === null ? (path.split('.')[0] ?? path) : label;
    const name = label === null ? t`\`${field}\` in tmpfsroot.json` : t`"${field}"`;
    return values.length === 0 ? name : t`\`${values.join(' ')}\` at ${name}`;
  });
}

/** A finding as a screen tells it. */
export function findingOnScreen(finding: Finding): Finding {
  return { ...finding, message: withLabels(finding.message), remedy: withLabels(finding.remedy) };
}

const inProjectFile = later`\`repositories\` in tmpfsroot.json`;

/** Only paths of more than one name: a single one is a word that may mean something else. */
function isPath(text: string): boolean {
  return text.includes('.') && fieldList.some(({ path }) => text === path || text.startsWith(`${path}[`));
}
