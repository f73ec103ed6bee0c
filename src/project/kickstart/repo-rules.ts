import { later } from '../../base/language/texts.js';
import { applied, type CommandRule, needless, noted, type OptionRule, refused } from './command-rule.js';

const certificate = later`Remove the option; take another URL of the same repository.`;

/** Options that both commands have. */
const common: readonly OptionRule[] = [
  applied('--mirrorlist', 'text', 'URL of a list of mirrors'),
  applied('--metalink', 'text', 'URL of a metalink'),
  needless('--noverifyssl', 'nothing', 'packages are checked by their signatures'),
  refused(
    '--proxy',
    'text',
    later`the proxy is that of the build machine`,
    later`Set \`https_proxy\` for the program.`,
  ),
  refused('--sslcacert', 'text', later`certificates are those of the build machine`, certificate),
  refused('--sslclientcert', 'text', later`certificates are those of the build machine`, certificate),
  refused('--sslclientkey', 'text', later`certificates are those of the build machine`, certificate),
];

/** Where packages are locked from. */
export const repoRules: readonly CommandRule[] = [
  {
    names: ['repo'],
    effect: 'applied',
    does: 'a repository besides those of the release (`repositories`); its public key is `keys/NAME.asc` in the project, unless it is a known one like `docker-ce`',
    repeats: true,
    options: [
      applied('--name', 'text', 'its id'),
      applied('--baseurl', 'text', 'its URL, release and architecture written out'),
      ...common,
      applied('--excludepkgs', 'list', 'packages of it that are not taken'),
      refused(
        '--includepkgs',
        'list',
        later`packages are named in \`packages.list\``,
        later`Use \`--excludepkgs\`, or \`priority\` of \`repositories\` in tmpfsroot.json.`,
      ),
      noted('--cost', 'number', later`a newer package goes first`),
      noted('--install', 'nothing', later`put a \`.repo\` file into \`root.override/etc/yum.repos.d/\``),
      needless('--ignoregroups', 'text', 'no groups are read'),
    ],
  },
  {
    names: ['url'],
    effect: 'applied',
    does: 'where the repository `fedora` of the release is; with the key of the release',
    options: [applied('--url', 'text', 'its URL, release and architecture written out'), ...common],
  },
];
