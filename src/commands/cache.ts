import { Command } from 'commander';
import { badInput, exitStatus, stageFailed } from '../base/failure.js';
import { printText } from '../base/print-text.js';
import { type CacheDamage, type CacheReport, cacheKinds, verifyCache } from '../build/verify-cache.js';
import { cacheFolder } from '../config/cache-folder.js';
import { createNativeEngine } from '../engine/native/native.js';
import { silentProgress } from '../engine/progress.js';
import type { CommandContext, RunCommand } from './command.js';
import { parseWith } from './parse.js';

/** `cache verify`: whether all that the cache keeps is as it was put there. */
export const run: RunCommand = async (words, context) => {
  const parsed = parseWith(cacheCommand(), words, context);
  if (parsed === null) return exitStatus.done;
  const { options, args } = parsed;
  if (args[0] !== 'verify') {
    throw badInput({
      what: `There is no command \`cache ${args[0] ?? ''}\`.`,
      remedy: 'To check the cache: tmpfsroot-wizard cache verify',
    });
  }
  const { env, signal, stderr } = context;
  const given = typeof options.cacheDir === 'string' ? options.cacheDir : env.CACHE_DIR;
  const cacheDir = cacheFolder({ cacheDir: given || null }, env);
  const json = options.json === true;
  const status = (text: string) => void (json || printText(stderr, `Checking ${text}\n`));
  const progress = { ...silentProgress, status };
  const engine = createNativeEngine();
  const report = await verifyCache({ engine, signal, progress }, cacheDir, options.repair === true);
  print(report, cacheDir, context, json);
  const left = report.damages.filter(({ removed }) => !removed);
  if (left.length === 0) return exitStatus.done;
  throw stageFailed({
    what: `${left.length} of the things in the cache are damaged.`,
    where: cacheDir,
    remedy:
      'Remove them, so that the next build fetches or makes them again: tmpfsroot-wizard cache verify --repair',
  });
};

function cacheCommand(): Command {
  return new Command('cache')
    .description('Checks what the cache folder keeps: packages, netinst images, and the stages of builds.')
    .argument('<verify>', 'the only thing to do with it')
    .option('--cache-dir <DIR>', 'the cache folder, where it is not that of CACHE_DIR or the default')
    .option('--repair', 'remove what is damaged; the next build fetches or makes it again')
    .option('--json', 'events as JSON lines on standard output')
    .addHelpText(
      'after',
      `
Reads the bytes of packages and images, and the names, sizes and modes of
a stage's files. Exit status 1 when something is damaged and still there.

Examples:
  tmpfsroot-wizard cache verify
  tmpfsroot-wizard cache verify --repair`,
    );
}

function print(
  { counts, damages }: CacheReport,
  cacheDir: string,
  { stdout }: Pick<CommandContext, 'stdout'>,
  json: boolean,
): void {
  if (json) {
    for (const damage of damages) printText(stdout, `${JSON.stringify({ event: 'damaged', ...damage })}\n`);
    printText(stdout, `${JSON.stringify({ event: 'cache-verified', folder: cacheDir, counts })}\n`);
    return;
  }
  for (const kind of cacheKinds) {
    const damaged = damages.filter((one) => one.kind === kind).length;
    const words = damaged === 0 ? '' : `, ${damaged} of them damaged`;
    printText(stdout, `${kind.padEnd(8)}  ${counts[kind]}${words}\n`);
  }
  for (const damage of damages) printText(stdout, `${damageLine(damage)}\n`);
}

function damageLine({ file, why, removed }: CacheDamage): string {
  return `${removed ? 'Removed' : 'Damaged'}: ${file}: ${why}`;
}
