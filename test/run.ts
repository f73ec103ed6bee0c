import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { availableParallelism, constants } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { installTestTools } from './helpers/test-tools.js';

/** One of the layers of tests, or what of it was chosen. */
export interface Batch {
  layer: Layer;
  files: string[];
}

export type Layer = 'unit' | 'stages' | 'e2e' | 'long';

/** From the quickest to the slowest, which is the order in which they run. */
const layers: Readonly<Record<Layer, { title: string; concurrency: number }>> = {
  unit: { title: 'unit tests: nothing but Node', concurrency: availableParallelism() },
  stages: { title: 'stage tests: real programs, Debian, root', concurrency: 2 },
  // Each has a virtual machine at a time, whose start keeps one processor busy for the most part.
  e2e: { title: 'end-to-end tests: whole boots in QEMU', concurrency: 2 },
  long: { title: 'long tests: further ways to build, to install and to break a device', concurrency: 2 },
};

/** What runs without words: as much as somebody waits for before a change lands. */
const usual: readonly Layer[] = ['unit', 'stages', 'e2e'];

/** The layer of a test file (path relative to build/test), which its name says. */
function layerOf(file: string): Layer {
  if (file.endsWith('.long.test.js')) return 'long';
  if (file.startsWith('e2e/')) return 'e2e';
  return file.endsWith('.stage.test.js') ? 'stages' : 'unit';
}

/**
 * Sorts test files (paths relative to build/test) into what is run: all but the long layer without words; the name of a
 * layer takes that layer, `all` every one; any other word takes the files whose path contains it.
 */
export function chooseBatches(files: readonly string[], words: readonly string[]): Batch[] {
  const isWanted = (file: string, word: string) =>
    word === 'all' || (word in layers ? layerOf(file) === word : file.includes(word));
  const wanted = words.length === 0 ? usual : words;
  const chosen = files.filter((file) => wanted.some((word) => isWanted(file, word))).sort();
  return (Object.keys(layers) as Layer[])
    .map((layer) => ({ layer, files: chosen.filter((file) => layerOf(file) === layer) }))
    .filter((batch) => batch.files.length > 0);
}

/**
 * Node as a user without rights, in a network that has only the loopback device, who finds no program and whose files
 * nobody else may read. Two user namespaces: the first may raise the device, the second has no rights at all.
 */
const onlyNode = [
  ...['unshare', '--user', '--map-root-user', '--net', 'sh', '-euc'],
  'ip link set lo up; umask 077; exec unshare --user --map-user=1000 --map-group=1000 "$@"',
  ...['sh', 'env', 'PATH=/nowhere', 'HOME=/nowhere'],
];

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Runs one batch; answers the exit status of `node --test`.
 * @param before the words of a command line that starts it
 */
async function runBatch(
  root: string,
  { layer, files }: Batch,
  cases: 'few' | 'all',
  before: readonly string[],
): Promise<number> {
  const { title, concurrency } = layers[layer];
  console.error(`== ${title}: ${files.length} files, ${concurrency} at a time`);
  for (const file of files) console.error(`   ${file}`);
  const paths = files.map((file) => path.join(root, file));
  const args = [
    ...(layer === 'unit' ? ['--import', pathToFileURL(path.join(root, 'helpers/only-node.js')).href] : []),
    // Failures are said once more at the end: a log of thousands of tests is often cut to that.
    ...['--test', `--test-concurrency=${concurrency}`, '--test-reporter=spec'],
    ...(layer === 'unit' ? writeGroups(root, paths, concurrency) : paths),
  ];
  // Ink draws only its last frame where one of these is set: the same is tested at a desk and in CI.
  const { CI, CONTINUOUS_INTEGRATION, ...withoutCi } = process.env;
  const [program = '', ...words] = [...before, process.execPath, ...args];
  const child = spawn(program, words, {
    stdio: 'inherit',
    // A test that is about another engine names it: what is installed here must make no difference.
    env: {
      ...withoutCi,
      TMPFSROOT_ENGINE: 'native',
      TMPFSROOT_TEST_CASES: cases,
      // Names this run for what its files prepare once and share.
      TMPFSROOT_TEST_RUN: `${process.pid} at ${Date.now()}`,
    },
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

/**
 * Divides test files among so many modules that import them, and answers the paths of these: `node --test` starts a
 * process for each file, which takes longer than the unit tests in it.
 */
function writeGroups(root: string, files: readonly string[], count: number): string[] {
  if (files.length <= count) return [...files];
  const folder = path.join(root, 'groups');
  mkdirSync(folder, { recursive: true });
  return Array.from({ length: count }, (_, group) => {
    const imports = files
      .filter((_, index) => index % count === group)
      .map((file) => `import ${JSON.stringify(pathToFileURL(file).href)};\n`);
    const module = path.join(folder, `unit-${group + 1}.js`);
    writeFileSync(module, imports.join(''));
    return module;
  });
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
  if (batches.some(({ layer }) => layer !== 'unit')) installTestTools((line) => console.error(line));
  // Somebody waits for the usual layers at each change; at night, and for chosen files, there is time.
  const cases = words.length === 0 || words.includes('unit') ? 'few' : 'all';
  for (const batch of batches) {
    // A whole run shows that the unit layer needs nothing but Node; rights for that has root.
    const isWhole = words.length === 0 || words.includes('all');
    const isBare = batch.layer === 'unit' && isWhole && process.getuid?.() === 0;
    const status = await runBatch(root, batch, cases, isBare ? onlyNode : []);
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
