import { lstatSync, readdirSync, readlinkSync } from 'node:fs';
import { dirname, join, posix, relative } from 'node:path';

/** A file, link or empty directory of an unpacked .deb and its place in Fedora's layout. */
export interface Entry {
  /** Where it lies now. */
  readonly from: string;
  /** Where it belongs, without a leading slash. */
  readonly path: string;
  readonly kind: 'file' | 'link' | 'directory';
  readonly mode: number;
  /** A link's target, rewritten for the new layout. */
  readonly target?: string;
}

/** Parts of Debian's packages that no RPM gets: documentation, translations, other init systems, dpkg's own. */
const unwanted =
  /^usr\/share\/(doc|man|locale|info|lintian|bug|doc-base|gtk-doc|menu|reportbug|apport|initramfs-tools|runit|bash-completion|zsh|fish|pkgconfig|gettext|logcheck|util-linux|perl5|common-licenses)(\/|$)|^etc\/(init\.d|init|rc\w?\.d|cron\.\w+|apparmor\.d|apt|dpkg|dhcp|ppp|network|ufw|sv|update-motd\.d|kernel)(\/|$)|^usr\/lib\/mime|^usr\/lib64\/pkgconfig/;

/** A path of Debian's layout (no leading slash) in Fedora's: merged /usr, and /usr/lib64 for libraries. */
export function fedoraPath(path: string): string {
  return path
    .replace(/^(bin|sbin|lib|lib64)(?=\/|$)/, 'usr/$1')
    .replace(/^usr\/lib\/x86_64-linux-gnu(?=\/|$)/, 'usr/lib64');
}

function rewriteTarget(path: string, newPath: string, target: string): string | undefined {
  const absolute = target.startsWith('/');
  const old = absolute ? target.slice(1) : posix.normalize(posix.join(dirname(path), target));
  const mapped = fedoraPath(old);
  // Debian's /lib64/ld-linux… points to what is the same file here.
  if (mapped === newPath) return undefined;
  return absolute ? `/${mapped}` : relative(`/${dirname(newPath)}`, `/${mapped}`) || '.';
}

/** Lists an unpacked .deb in Fedora's layout. */
export function listEntries(root: string): Entry[] {
  const entries: Entry[] = [];
  const walk = (path: string) => {
    for (const name of readdirSync(join(root, path))) {
      const old = path === '' ? name : `${path}/${name}`;
      const place = fedoraPath(old);
      if (unwanted.test(place)) continue;
      const from = join(root, old);
      const stat = lstatSync(from);
      const mode = stat.mode & 0o7777;
      if (stat.isDirectory()) {
        if (readdirSync(from).length > 0) walk(old);
        else entries.push({ from, path: place, kind: 'directory', mode });
      } else if (stat.isSymbolicLink()) {
        const target = rewriteTarget(old, place, readlinkSync(from));
        if (target !== undefined) entries.push({ from, path: place, kind: 'link', mode, target });
      } else {
        entries.push({ from, path: place, kind: 'file', mode });
      }
    }
  };
  walk('');
  return entries;
}
