import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { constants } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { installTestTools } from './helpers/test-tools.js';

/** A group of test files that `node --test` runs with so many of them at a time. */
export interface Batch {
  title: string;
  files: string[];
  concurrency: number;
}

/**
 * Sorts test files (paths relative to build/test) into what is run: everything without words; `unit` and `stage`
 * are all but the end-to-end tests, `e2e` those; any other word takes the files whose path contains it.
 */
export function chooseBatches(files: readonly string[], words: readonly string[]): Batch[] {
  const endToEnd = (file: string) => file.startsWith('e2e/');
  const wanted = (file: string, word: string) => {
    if (word === 'e2e') return endToEnd(file);
    if (word === 'unit' || word === 'stage') return !endToEnd(file);
    return file.includes(word);
  };
  const chosen = files
    .filter((file) => words.length === 0 || words.some((word) => wanted(file, word)))
    .sort();
  return [
    { title: 'unit and stage tests', files: chosen.filter((file) => !endToEnd(file)), concurrency: 2 },
    // Each has a virtual machine that takes what memory and processors there are.
    { title: 'end-to-end tests', files: chosen.filter(endToEnd), concurrency: 1 },
  ].filter((batch) => batch.files.length > 0);
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Runs one batch; answers the exit status of `node --test`. */
async function runBatch(root: string, { title, files, concurrency }: Batch): Promise<number> {
  console.error(`== ${title}: ${files.length} files, ${concurrency} at a time`);
  for (const file of files) console.error(`   ${file}`);
  const args = ['--test', `--test-concurrency=${concurrency}`, ...files.map((file) => path.join(root, file))];
  const child = spawn(process.execPath, args, {
    stdio: 'inherit',
    // A test that is about another engine names it: what is installed here must make no difference.
    env: { ...process.env, TMPFSROOT_ENGINE: 'native' },
  });
  // A Ctrl-C in a terminal reaches the child by itself; a signal that is sent to us alone does not.
  const pass = (signal: (typeof signals)[number]) => () => {
    if (signal !== 'SIGINT' || process.stdin.isTTY !== true) child.kill(signal);
  };
  const handlers = signals.map((signal) => [signal, pass(signal)] as const);
  for (const [signal, handler] of handlers) process.on(signal, handler);
  const status = await new Promise<number>((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code, signal) => resolve(code ?? 128 + constants.signals[signal ?? 'SIGKILL']));
  });
  for (const [signal, handler] of handlers) process.off(signal, handler);
  return status;
}

async function main(root: string, words: readonly string[]): Promise<number> {
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.test.js') && hasSource(root, file))
    .map((file) => file.split(path.sep).join('/'));
  const batches = chooseBatches(files, words);
  if (batches.length === 0) {
    console.error(`No test file matches \`${words.join(' ')}\` in ${root}. Compile first: npm run compile`);
    return 2;
  }
  installTestTools((line) => console.error(line));
  for (const batch of batches) {
    const status = await runBatch(root, batch);
    if (status !== 0) return status;
  }
  return 0;
}

/** What was compiled from a file that is gone since must not run. */
function hasSource(root: string, file: string): boolean {
  return existsSync(path.join(root, '../../test', file.replace(/\.js$/, '.ts')));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  process.exitCode = await main(import.meta.dirname, process.argv.slice(2));
}
