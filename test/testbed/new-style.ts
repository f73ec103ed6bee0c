import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fedoraRelease } from './packages/base.js';
import type { RpmPackage } from './packages/types.js';
import type { Evr } from './spec.js';

/** Release that the second distribution plays: the first one with the boot loader below /usr/lib/efi. */
export const newStyleRelease = '44';

/** What an RPM is built from: its entry in the table, its version, its staged tree. */
export interface Staged {
  readonly pkg: RpmPackage;
  readonly evr: Evr;
  readonly root: string;
}

/** What is done to a package besides moving its programs out of /usr/sbin. */
const changes: Readonly<Record<string, (staged: Staged) => RpmPackage>> = {
  filesystem: ({ pkg, root }) => {
    symlinkSync('bin', join(root, 'usr/sbin'));
    return { ...pkg, dirs: without(pkg.dirs, '/usr/sbin') };
  },
  // Writes the stub on the EFI system partition where there is one; a root tree that is being built has none.
  'grub2-common': ({ pkg }) => ({
    ...pkg,
    scriptlets: [
      {
        when: 'posttrans',
        body: 'if mountpoint -q /boot/efi; then gen_grub_cfgstub /boot/grub2 /boot/efi/EFI/fedora; fi',
      },
    ],
  }),
  'shim-x64': (staged) => inVersionFolder(staged, 'shim'),
  'grub2-efi-x64': (staged) => inVersionFolder(staged, 'grub2'),
  'grub2-efi-x64-cdboot': (staged) => inVersionFolder(staged, 'grub2'),
  'fedora-release': renumbered,
  'fedora-release-common': renumbered,
  'fedora-release-identity-basic': renumbered,
  'fedora-repos': renumbered,
  'fedora-gpg-keys': ({ pkg, root }) => {
    const key = (release: string) => join(root, `etc/pki/rpm-gpg/RPM-GPG-KEY-fedora-${release}-x86_64`);
    renameSync(key(fedoraRelease), key(newStyleRelease));
    return pkg;
  },
};

/**
 * A package for the distribution of new style: programs of /usr/sbin in /usr/bin (Fedora 42), the boot loader in
 * a folder of its version (Fedora 44), the release's number. undefined: the RPM of the old style will do.
 */
export function newStyle({ pkg, evr, root }: Staged): Staged | undefined {
  const change = changes[pkg.name];
  if (change === undefined && !existsSync(join(root, 'usr/sbin'))) return undefined;
  const staged = {
    pkg: { ...pkg, modes: renamed(pkg.modes, '/usr/sbin/', '/usr/bin/') },
    evr: {
      version: evr.version === fedoraRelease ? newStyleRelease : evr.version,
      release: evr.release.replace(`fc${fedoraRelease}`, `fc${newStyleRelease}`),
    },
    root: `${root}.new-style`,
  };
  cpSync(root, staged.root, { recursive: true, preserveTimestamps: true, verbatimSymlinks: true });
  mergeSbin(staged.root);
  return { ...staged, pkg: change?.(staged) ?? staged.pkg };
}

/** Moves /usr/sbin into /usr/bin; what is there already was its other end of a link. */
function mergeSbin(root: string): void {
  const sbin = join(root, 'usr/sbin');
  if (!existsSync(sbin)) return;
  mkdirSync(join(root, 'usr/bin'), { recursive: true });
  const there = new Set(readdirSync(join(root, 'usr/bin')));
  for (const name of readdirSync(sbin)) {
    if (!there.has(name)) renameSync(join(sbin, name), join(root, 'usr/bin', name));
  }
  rmSync(sbin, { recursive: true });
}

/** The EFI programs in `/usr/lib/efi/NAME/EPOCH:VERSION-RELEASE`; copies of them are made on the ESP's place. */
function inVersionFolder({ pkg, evr, root }: Staged, name: string): RpmPackage {
  const epoch = pkg.epoch === undefined ? '' : `${pkg.epoch}:`;
  const folder = `/usr/lib/efi/${name}/${epoch}${evr.version}-${evr.release}/EFI`;
  const old = join(root, 'boot/efi/EFI');
  const ghosts = readdirSync(old, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length));
  mkdirSync(dirname(join(root, folder)), { recursive: true });
  renameSync(old, join(root, folder));
  rmSync(join(root, 'boot'), { recursive: true });
  const body = `[ -e /run/ostree-booted ] || cp -a ${folder}/. /boot/efi/EFI || :`;
  return {
    ...pkg,
    modes: renamed(pkg.modes, '/boot/efi/EFI/', `${folder}/`),
    ghosts: [...(pkg.ghosts ?? []), ...ghosts.sort()],
    scriptlets: [{ when: 'posttrans', body }],
  };
}

/** Every mention of the release in files and in what the package provides. */
function renumbered({ pkg, root }: Staged): RpmPackage {
  const inText = (text: string) =>
    text.replace(new RegExp(`(?<![0-9])${fedoraRelease}(?![0-9])`, 'g'), newStyleRelease);
  for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
    const file = join(entry.parentPath, entry.name);
    if (entry.isFile()) writeFileSync(file, inText(readFileSync(file, 'utf8')));
  }
  return { ...pkg, provides: (pkg.provides ?? []).map(inText) };
}

function renamed<T>(table: Readonly<Record<string, T>> = {}, from: string, to: string): Record<string, T> {
  return Object.fromEntries(Object.entries(table).map(([path, value]) => [path.replace(from, to), value]));
}

function without<T>(table: Readonly<Record<string, T>> = {}, key: string): Record<string, T> {
  return Object.fromEntries(Object.entries(table).filter(([path]) => path !== key));
}
