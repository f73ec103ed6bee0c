import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openProject } from '../../src/project/folder/open-project.js';
import { packageIndexFile } from '../../src/rpm/solve/package-index.js';
import { packageIndexOf } from '../../src/rpm/solve/package-index-columns.js';
import { openTerminal, type Terminal } from '../terminal/terminal.js';
import type { Testbed } from '../testbed/index.js';
import type { Bench } from './bench.js';
import { manyPackages } from './package-search-names.js';
import { benchFolder, cachePath, ours, removeFolder } from './program.js';
import { type Figure, megabytes } from './table.js';

const names = 60_000;
const limits = { milliseconds: 33, medianBytes: 500, bytes: 3000, megabytes: 200 };
const screen = { columns: 80, rows: 24 };
const endOfUpdate = '\x1b[?2026l';
/** Between two keys of a person who types fast. */
const pauseMs = 40;

/** What is typed into the search, letter by letter, and taken away again: names, errors, several words. */
const typed = [
  ...['networkmanager', 'netwrokmanager', 'kernel modules', 'python3-req', 'systemd-udev', 'libstdc'],
  ...['gnu compiler', 'zzzz', 'golang github', 'openshh-server'],
];
/** Words that more is found for than a few pages. */
const long = ['e', 'texlive', 'lib', 'perl'];
/** Keys in such a list; each moves something. */
const moves = [
  ...Array.from({ length: 24 }, () => 'down'),
  ...['pagedown', 'pagedown', 'pageup', 'end', 'home'],
  ...Array.from({ length: 8 }, () => 'down'),
  ...Array.from({ length: 8 }, () => 'up'),
];

interface Answer {
  key: string;
  milliseconds: number;
  bytes: number;
}

/**
 * The packages' screen with as many names as Fedora has: from the writing of a key to the end of the update that
 * answers it, what is written for it, and the most memory that the process had.
 */
export async function keyFigures({ testbed, log, isSmoke }: Bench): Promise<Figure[]> {
  const dir = path.join(benchFolder, `wizard-keys-${process.pid}`);
  try {
    const { answers, peakBytes } = await pressKeys(
      dir,
      testbed,
      isSmoke ? ['bash', 'e'] : [...typed, ...long],
    );
    const slow = worst(answers, ({ milliseconds }) => milliseconds);
    log(
      `  slowest: ${slow.map(({ key, milliseconds }) => `${key} ${milliseconds.toFixed(1)} ms`).join(', ')}`,
    );
    const large = worst(answers, ({ bytes }) => bytes);
    log(`  most bytes: ${large.map(({ key, bytes }) => `${key} ${bytes}`).join(', ')}`);
    const took = answers.map(({ milliseconds }) => milliseconds);
    const bytes = answers.map((answer) => answer.bytes);
    return [
      {
        name: `key to frame among ${names} names, p99 of ${answers.length} keys`,
        ours: `${at(took, 0.99).toFixed(1)} ms`,
        reference: '',
        ...{ value: at(took, 0.99), limit: limits.milliseconds, unit: 'ms' },
      },
      told('– the same, p50 and max', `${at(took, 0.5).toFixed(1)}, ${at(took, 1).toFixed(1)} ms`),
      {
        name: `bytes written for a key, ${screen.columns}x${screen.rows}, most`,
        ours: `${at(bytes, 1)}`,
        reference: '',
        ...{ value: at(bytes, 1), limit: limits.bytes, unit: 'B' },
      },
      {
        name: '– the same, p50',
        ours: `${at(bytes, 0.5)}`,
        reference: '',
        ...{ value: at(bytes, 0.5), limit: limits.medianBytes, unit: 'B' },
      },
      told('– the same, p99', `${at(bytes, 0.99)}`),
      {
        name: `peak memory of the wizard with ${names} names`,
        ours: megabytes(peakBytes),
        reference: '',
        ...{ value: peakBytes / 1e6, limit: limits.megabytes, unit: 'MB' },
      },
    ];
  } finally {
    await removeFolder(dir);
  }
}

async function pressKeys(dir: string, testbed: Testbed, words: readonly string[]) {
  const options = { project: path.join(dir, 'project'), cache: path.join(dir, 'cache') };
  await writeProjectWithNames(options, testbed);
  const { program, args, env = {} } = ours([], options);
  const heard = { text: '', at: 0, update: null as null | (() => void) };
  const terminal = openTerminal({
    ...{ program, args, env, cwd: options.project, ...screen },
    onOutput: (text, atMs) => {
      heard.text += text;
      heard.at = atMs;
      if (heard.text.includes(endOfUpdate)) heard.update?.();
    },
  });
  const press = async (key: string): Promise<Answer> => {
    heard.text = '';
    const updated = new Promise<void>((resolve) => {
      heard.update = resolve;
    });
    const from = performance.now();
    terminal.press(key);
    await Promise.race([updated, tooLong(key, terminal)]);
    const milliseconds = heard.at - from;
    await sleep(pauseMs);
    heard.update = null;
    return { key, milliseconds, bytes: Buffer.byteLength(heard.text) };
  };
  try {
    await openPackages(terminal);
    const answers: Answer[] = [];
    for (const word of words) {
      for (const key of word) answers.push(await press(key));
      if (long.includes(word)) for (const key of moves) answers.push(await press(key));
      for (const _letter of word) answers.push(await press('backspace'));
    }
    return { answers, peakBytes: await peakOf(terminal) };
  } finally {
    await terminal.close();
  }
}

/** A project whose repositories cannot be read, so that the names stay those that are in the cache. */
async function writeProjectWithNames(
  { project, cache }: { project: string; cache: string },
  testbed: Testbed,
): Promise<void> {
  await mkdir(project, { recursive: true });
  const repositories = [{ id: 'names', baseurl: [`file://${project}/none`], keys: [testbed.key] }];
  const document = { version: 1, name: 'bench', release: Number(testbed.release), repositories };
  await writeFile(path.join(project, 'tmpfsroot.json'), JSON.stringify(document));
  await writeFile(path.join(project, 'packages.list'), 'bash\nkernel\nsystemd\n');
  const opened = await openProject({ dir: project, for: 'lock', env: {} });
  const file = await packageIndexFile(opened, cachePath(cache));
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, JSON.stringify(packageIndexOf(await manyPackages(names))));
}

async function openPackages(terminal: Terminal): Promise<void> {
  await terminal.until('Change this image');
  // Of a project the first line builds it.
  await terminal.until(/^❯ (Reb|B)uild this image/m);
  terminal.press('down');
  await terminal.until(/^❯ Change this image/m);
  terminal.press('enter');
  await terminal.until(/Review .*7\/7/);
  terminal.burst('down', 'down');
  await terminal.until(/^❯ Packages/m);
  terminal.press('right');
  await terminal.until(/\d{5} in the repositories/);
  terminal.press('/');
  await terminal.until(/^ \/ /m);
  // The reading of the repositories, which fails, is over.
  await terminal.quiet(3000);
}

async function tooLong(key: string, terminal: Terminal): Promise<never> {
  await sleep(5000, undefined, { ref: false });
  throw new Error(`\`${key}\` was not answered:\n${terminal.screen().join('\n')}`);
}

async function peakOf(terminal: Terminal): Promise<number> {
  const peaks = terminal.processes().map(async ({ pid }) => {
    const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
    return Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) * 1024;
  });
  return Math.max(...(await Promise.all(peaks)));
}

/** Of sorted numbers the one at a share of the whole: 0.99 is the 99th percentile, 1 the largest. */
function at(numbers: readonly number[], share: number): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

function worst(answers: readonly Answer[], of: (answer: Answer) => number): Answer[] {
  return [...answers].sort((a, b) => of(b) - of(a)).slice(0, 6);
}

function told(name: string, ours: string): Figure {
  return { name, ours, reference: '', value: null, limit: null };
}
