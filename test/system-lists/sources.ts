import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { mustRun, runProgram } from '../helpers/run-program.js';
import { type ListSources, layoutsOf } from './lists.js';

const packages = ['tzdata', 'locales', 'xkb-data', 'console-setup'] as const;
/** Debian leaves kbd's keymaps out of its package; the source has them. */
const kbd = { suite: 'trixie', version: '2.7.1-2' };
const suite = 'forky';

/** What the lists are made from, and the versions of the packages that have it. */
export interface FetchedSources {
  sources: ListSources;
  versions: Readonly<Record<(typeof packages)[number] | 'kbd', string>>;
}

/** Gets the packages of Debian into a folder, and reads them; Fedora's names of keymaps are made as kbd.spec does it. */
export function fetchSources(dir: string): FetchedSources {
  const env = { APT_CONFIG: aptConfig(dir) };
  const apt = (...args: string[]) => mustRun('apt-get', args, { cwd: dir, env, timeoutMs: 600_000 });
  apt('update');
  apt('download', ...packages);
  apt('source', '--download-only', '--tar-only', `kbd=${kbd.version}`);
  const root = path.join(dir, 'root');
  const files = readdirSync(dir);
  for (const file of files.filter((name) => name.endsWith('.deb')))
    mustRun('dpkg-deb', ['-x', path.join(dir, file), root]);
  const tar = files.find((name) => name.startsWith('kbd_')) as string;
  const read = (file: string) => readFileSync(path.join(root, 'usr/share', file), 'utf8');
  const baseXml = read('xkeyboard-config-2/rules/base.xml');
  const versionOf = (name: string) =>
    /_([^_]+)_/.exec(files.find((file) => file.startsWith(`${name}_`)) ?? '')?.[1];
  return {
    sources: {
      zoneTab: read('zoneinfo/zone.tab'),
      zone1970Tab: read('zoneinfo/zone1970.tab'),
      tzdataZi: read('zoneinfo/tzdata.zi'),
      supported: read('i18n/SUPPORTED'),
      baseXml,
      asciiLayouts: new Set(
        layoutsOf(baseXml)
          .map(({ name }) => name)
          .filter((name) => canTypeAscii(root, name)),
      ),
      kbdMaps: mustRun('tar', ['-tf', path.join(dir, tar)])
        .split('\n')
        .flatMap((line) => /\/data\/keymaps\/(.+\.map)$/.exec(line)?.[1] ?? []),
    },
    versions: Object.fromEntries([
      ...packages.map((name) => [name, versionOf(name) ?? 'of an unknown version']),
      ['kbd', kbd.version],
    ]),
  };
}

/** Whether ckbcomp makes a keymap of it that has an `A`: Fedora drops the others. */
function canTypeAscii(root: string, name: string): boolean {
  const [layout = '', ...variant] = name.split('-');
  const program = path.join(root, 'usr/bin/ckbcomp');
  const folder = path.join(root, 'usr/share/xkeyboard-config-2');
  const words = [layout, ...(variant.length === 0 ? [] : [variant.join('-')])];
  // Of `custom`, whose symbols a person writes, there is no keymap.
  return runProgram('perl', [program, `-I${folder}`, ...words]).stdout.includes('U+0041');
}

function aptConfig(dir: string): string {
  const key = '[signed-by=/usr/share/keyrings/debian-archive-keyring.gpg]';
  const archive = 'http://deb.debian.org/debian';
  for (const folder of ['lists/partial', 'cache/archives/partial'])
    mkdirSync(path.join(dir, folder), { recursive: true });
  const sources = path.join(dir, 'sources.list');
  writeFileSync(
    sources,
    `deb ${key} ${archive} ${suite} main\ndeb-src ${key} ${archive} ${kbd.suite} main\n`,
  );
  writeFileSync(path.join(dir, 'status'), '');
  const config = path.join(dir, 'apt.conf');
  const options = [
    ['Dir::Etc::sourcelist', sources],
    ['Dir::Etc::sourceparts', '-'],
    ['Dir::State::lists', path.join(dir, 'lists')],
    ['Dir::State::status', path.join(dir, 'status')],
    ['Dir::Cache', path.join(dir, 'cache')],
    ['Acquire::Check-Valid-Until', 'false'],
    ['APT::Sandbox::User', 'root'],
  ];
  writeFileSync(config, options.map(([name, value]) => `${name} "${value}";\n`).join(''));
  return config;
}
