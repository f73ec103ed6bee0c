import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { t } from '../../base/language/texts.js';
import type { TaskContext } from '../../engine/progress.js';
import { chrootCommand } from '../../engine/views.js';
import { shellText } from '../shell.js';

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

/**
 * Asks a root tree what it has.
 * @param programs Absolute paths in the tree.
 */
export async function readImageContent(
  ctx: TaskContext,
  root: string,
  scratch: string,
  programs: readonly string[],
): Promise<ImageContent> {
  const stdoutFile = path.join(scratch, 'image-content');
  const script = await shellText('src/image/settings/image-content.sh');
  await ctx.engine.run(
    chrootCommand({
      root,
      program: 'sh',
      args: ['-c', script, 'sh', ...programs],
      stdoutFile,
      purpose: t`asking the image for what the settings name`,
      signal: ctx.signal,
    }),
  );
  return imageContent(await readFile(stdoutFile, 'utf8'));
}

/** The lines of image-content.sh as sets. */
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
