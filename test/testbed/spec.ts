import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { RpmPackage } from './packages/types.js';

/** Version and release of an RPM. */
export interface Evr {
  readonly version: string;
  readonly release: string;
}

/** Version and release made from a .deb's version: epoch dropped, revision and dist tag as the release. */
export function evrOf(debVersion: string): Evr {
  const plain = debVersion.replace(/^\d+:/, '');
  const dash = plain.lastIndexOf('-');
  const [version, revision] = dash < 0 ? [plain, '1'] : [plain.slice(0, dash), plain.slice(dash + 1)];
  return { version: version.replaceAll('-', '.'), release: `${revision.replaceAll('-', '.')}.fc41` };
}

// %files knows no quoting for these: a pattern character stands for each (no two names differ only there).
const pattern = (path: string) => path.replace(/[\s[\]{}\\*"'%]/g, '?');

function attribute(mode: string): string {
  const [bits = '0755', owner = 'root:root'] = mode.split(' ');
  return `%attr(${bits},${owner.replace(':', ',')})`;
}

/** Folders that belong to a service in /etc hold its data, not its configuration. */
const isConfiguration = (path: string) =>
  path.startsWith('/etc/') && !/^\/etc\/(pki|os-release|fedora-release)/.test(path);

/** The lines of a %files section for a staged tree. */
export function fileLines(root: string, pkg: RpmPackage, mine: (dir: string) => boolean): string[] {
  const lines: string[] = [];
  const dirs = { ...pkg.dirs };
  const walk = (path: string) => {
    for (const name of readdirSync(join(root, path)).sort()) {
      const place = `${path}/${name}`;
      const stat = lstatSync(join(root, place));
      const bits = (stat.mode & 0o7777).toString(8).padStart(4, '0');
      if (stat.isDirectory()) {
        if (mine(place) && dirs[place] === undefined) dirs[place] = bits;
        walk(place);
      } else if (stat.isSymbolicLink()) {
        lines.push(`%attr(-,root,root) ${pattern(place)}`);
      } else {
        const config = isConfiguration(place) ? '%config(noreplace) ' : '';
        lines.push(`${config}${attribute(pkg.modes?.[place] ?? bits)} ${pattern(place)}`);
      }
    }
  };
  walk('');
  for (const [path, mode] of Object.entries(dirs)) lines.push(`%dir ${attribute(mode)} ${pattern(path)}`);
  for (const path of pkg.ghosts ?? []) lines.push(`%ghost %attr(0644,root,root) ${pattern(path)}`);
  return lines;
}

function scriptletLines(pkg: RpmPackage): string[] {
  const lines: string[] = [];
  const units = pkg.units?.join(' ');
  // Fedora's %systemd_post. Before systemd itself is there, its own preset-all does the work.
  const preset =
    units === undefined
      ? ''
      : `if [ $1 -eq 1 ] && command -v systemctl >/dev/null; then\n  systemctl --no-reload preset ${units} || :\nfi`;
  const scriptlets = [...(pkg.scriptlets ?? [])];
  if (preset !== '') {
    const post = scriptlets.findIndex((each) => each.when === 'post');
    const body = post < 0 ? preset : `${scriptlets[post]?.body}\n${preset}`;
    if (post >= 0) scriptlets.splice(post, 1);
    scriptlets.push({ when: 'post', body });
  }
  for (const { when, body } of scriptlets) {
    const [section = '', ...rest] = when.split(' ');
    // Options such as `-p /sbin/ldconfig` and `-P 100 -- /dir` follow the package's name.
    lines.push(`%${section} -n ${pkg.name} ${rest.join(' ')}`.trimEnd(), ...(body === '' ? [] : [body]), '');
  }
  return lines;
}

/** The spec file of one package; its source package is the spec's main package and has no files. */
export function specText(pkg: RpmPackage, evr: Evr, files: readonly string[]): string {
  const tags = (tag: string, values: readonly string[] | undefined) =>
    (values ?? []).map((each) => `${tag}: ${each}`);
  const before = pkg.scriptlets?.some((each) => each.when === 'pre') ? ['shadow-utils', 'glibc'] : [];
  const source = pkg.source ?? pkg.name;
  const automatic = pkg.plain === true || pkg.noarch === true ? ['AutoReqProv: no'] : [];
  const main = source === pkg.name;
  const header = ['Summary: Part of the test bed, repackaged from Debian', 'License: See Debian'];
  const epoch = pkg.epoch === undefined ? [] : [`Epoch: ${pkg.epoch}`];
  const details = [
    ...automatic,
    ...tags('Requires', pkg.requires),
    ...tags('Requires(pre)', before),
    ...tags('Recommends', pkg.recommends),
    ...tags('Provides', pkg.provides),
    ...tags('Conflicts', pkg.conflicts),
  ];
  const text = 'A package of the test bed that stands in for Fedora.';
  return [
    `Name: ${source}`,
    `Version: ${evr.version}`,
    `Release: ${evr.release}`,
    ...epoch,
    ...header,
    'URL: https://tracker.debian.org',
    'Vendor: tmpfsroot test bed',
    ...(pkg.noarch ? ['BuildArch: noarch'] : []),
    ...(main ? details : []),
    '',
    '%description',
    text,
    '',
    ...(main
      ? []
      : [`%package -n ${pkg.name}`, ...header, ...details, '', `%description -n ${pkg.name}`, text, '']),
    ...scriptletLines(pkg),
    `%files -n ${pkg.name}`,
    ...files,
    '',
  ].join('\n');
}
