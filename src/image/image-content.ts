import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { chrootCommand } from '../engine/chroot.js';
import type { Workplace } from '../engine/progress.js';

/** What a root tree has of that which settings name. */
export interface ImageContent {
  users: ReadonlySet<string>;
  groups: ReadonlySet<string>;
  /** Names of unit files, templates and links among them. */
  units: ReadonlySet<string>;
  /** Those that a link to /dev/null keeps from starting. */
  masked: ReadonlySet<string>;
  /** As glibc writes them: `en_US.utf8`. */
  locales: ReadonlySet<string>;
  keymaps: ReadonlySet<string>;
  timezones: ReadonlySet<string>;
  /** Those of the asked programs that can be run. */
  programs: ReadonlySet<string>;
  /** Kernel modules, those that are built into the kernel among them, with `-` as `_`. */
  modules: ReadonlySet<string>;
  /** Files by which zram-generator makes devices, but for those that one in /etc can replace. */
  zramConfigs: ReadonlySet<string>;
}

/** POSIX sh with findutils, which every image has. Each line: what it is, a tab, its name, perhaps a tab and where a link goes. */
const script = `set -eu
names() { [ ! -e "$2" ] || while IFS=: read -r name _ || [ -n "$name" ]; do printf '%s\\t%s\\n' "$1" "$name"; done <"$2"; }
names user /etc/passwd
names group /etc/group
for dir in /usr/lib/systemd/system /usr/local/lib/systemd/system /etc/systemd/system; do
  [ ! -d "$dir" ] || find "$dir" -maxdepth 1 ! -type d -printf 'unit\\t%f\\t%l\\n'
done
[ ! -d /usr/lib/locale ] || find /usr/lib/locale -mindepth 1 -maxdepth 1 -type d -printf 'locale\\t%f\\n'
if command -v locale >/dev/null; then
  locale -a 2>/dev/null | while IFS= read -r name; do printf 'locale\\t%s\\n' "$name"; done
fi
for dir in /usr/lib/kbd/keymaps /usr/share/kbd/keymaps; do
  [ ! -d "$dir" ] || find "$dir" ! -type d -name '*.map*' -printf 'keymap\\t%f\\n'
done
[ ! -d /usr/share/zoneinfo ] || find /usr/share/zoneinfo ! -type d -printf 'timezone\\t%P\\n'
[ ! -d /usr/lib/modules ] || find /usr/lib/modules -name '*.ko*' ! -type d -printf 'module\\t%f\\n'
for list in /usr/lib/modules/*/modules.builtin; do
  [ ! -e "$list" ] || while read -r name; do printf 'module\\t%s\\n' "\${name##*/}"; done <"$list"
done
for file in /etc/systemd/zram-generator.conf /etc/systemd/zram-generator.conf.d/*.conf /usr/local/lib/systemd/zram-generator.conf.d/*.conf /usr/lib/systemd/zram-generator.conf.d/*.conf; do
  [ ! -f "$file" ] || while read -r line || [ -n "$line" ]; do
    case "$line" in '['*) printf 'zram\\t%s\\n' "$file" ;; esac
  done <"$file"
done
for program; do
  if [ -f "$program" ] && [ -x "$program" ]; then printf 'program\\t%s\\n' "$program"; fi
done`;

/**
 * Asks a root tree what it has.
 * @param programs Absolute paths in the tree.
 */
export async function readImageContent(
  place: Workplace,
  root: string,
  scratch: string,
  programs: readonly string[],
): Promise<ImageContent> {
  const stdoutFile = path.join(scratch, 'image-content');
  await place.engine.run(
    chrootCommand({
      root,
      program: 'sh',
      args: ['-c', script, 'sh', ...programs],
      stdoutFile,
      purpose: 'asking the image for what the settings name',
      signal: place.signal,
    }),
  );
  return imageContent(await readFile(stdoutFile, 'utf8'));
}

/** The lines of the script as sets. */
export function imageContent(lines: string): ImageContent {
  const rows = lines.split('\n').map((line) => line.split('\t'));
  const named = (kind: string) =>
    new Set(rows.flatMap(([first, name]) => (first === kind ? [name ?? ''] : [])));
  return {
    users: named('user'),
    groups: named('group'),
    units: named('unit'),
    masked: new Set(
      rows.flatMap(([kind, name = '', target]) => (kind === 'unit' && target === '/dev/null' ? [name] : [])),
    ),
    locales: named('locale'),
    keymaps: new Set([...named('keymap')].map((name) => name.replace(/\.map(?:\.[a-z0-9]+)?$/, ''))),
    timezones: named('timezone'),
    programs: named('program'),
    modules: new Set(
      [...named('module')].map((name) => name.replace(/\.ko(?:\.[a-z0-9]+)?$/, '').replaceAll('-', '_')),
    ),
    zramConfigs: named('zram'),
  };
}
