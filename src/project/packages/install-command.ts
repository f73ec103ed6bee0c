/**
 * The packages that a command such as `sudo dnf -y install a b` installs, those of `--exclude` with a `-`; null
 * for a line that runs no package manager. Several commands may stand in a line.
 */
export function installedBy(line: string): string[] | null {
  const commands = line.split(/&&|\|\||[;|]/).map((command) => command.trim().split(/\s+/));
  if (!commands.some((words) => managerAt(words) !== -1)) return null;
  return commands.flatMap((words) => {
    const at = managerAt(words);
    return at === -1 ? [] : argumentsOf(words.slice(at + 1));
  });
}

const managers = ['dnf', 'dnf5', 'dnf4', 'dnf-3', 'yum', 'microdnf', 'rpm-ostree'];

/** What may stand before: a prompt, `RUN` of a Dockerfile, sudo with its options, a variable. */
const before = /^(\$|RUN|sudo|-\S+|[A-Z_]+=\S*)$/;

function managerAt(words: readonly string[]): number {
  const at = words.findIndex((word) => !before.test(word));
  const name = words[at]?.replace(/^.*\//, '') ?? '';
  // A list may name dnf itself; a command has one of its actions behind it.
  const isCommand = words
    .slice(at + 1)
    .some((word) => installs.includes(word) || otherActions.includes(word));
  return managers.includes(name) && isCommand ? at : -1;
}

const installs = ['install', 'in', 'reinstall', 'localinstall'];
const otherActions = [
  'update',
  'upgrade',
  'remove',
  'erase',
  'clean',
  'makecache',
  'copr',
  'config-manager',
].concat([
  'group',
  'groupinstall',
  'module',
  'builddep',
  'swap',
  'mark',
  'autoremove',
  'repoquery',
  'search',
]);

/** Options whose value is the next word. */
const valued = ['-c', '--config', '--installroot', '--releasever', '--setopt', '--repo', '--repoid'].concat([
  '--enablerepo',
  '--disablerepo',
  '--enable-repo',
  '--disable-repo',
  '--forcearch',
  '--advisory',
  '-d',
]);

function argumentsOf(words: readonly string[]): string[] {
  const names: string[] = [];
  let isInstall = false;
  let action: string | null = null;
  for (let at = 0; at < words.length; at += 1) {
    const word = (words[at] as string).replaceAll(/["'`]/g, '');
    const exclude = /^(?:--exclude(?:pkgs)?|-x)(?:=(.*))?$/.exec(word);
    if (exclude !== null) {
      if (exclude[1] === undefined) at += 1;
      const value = exclude[1] ?? (words[at] ?? '').replaceAll(/["'`]/g, '');
      names.push(...value.split(',').flatMap((name) => (name === '' ? [] : [`-${name}`])));
    } else if (valued.includes(word)) {
      at += 1;
    } else if (!word.startsWith('-')) {
      if (action === null) {
        action = word;
        isInstall = installs.includes(word);
      } else if (isInstall) {
        names.push(...word.split(',').filter((name) => name !== ''));
      }
    }
  }
  return isInstall ? names : [];
}
