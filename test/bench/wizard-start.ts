import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { openTerminal } from '../terminal/terminal.js';
import { projectFolder } from '../testbed/places.js';
import type { Bench } from './bench.js';
import { benchFolder, ours, removeFolder } from './program.js';
import type { Figure } from './table.js';
import { median, timed } from './timing.js';

const limit = 1.5;

/** From the start of the program until its first frame is on the screen, beside a bare Ink program. */
export async function startFigures({ log, isSmoke }: Bench): Promise<Figure[]> {
  const rounds = isSmoke ? 1 : 9;
  const dir = path.join(benchFolder, `wizard-start-${process.pid}`);
  const project = path.join(dir, 'project');
  await mkdir(project, { recursive: true });
  try {
    const bare = [await bundleBareInk(dir)];
    const wizard = ours([], { project, cache: path.join(dir, 'cache') }).args;
    const milliseconds = { wizard: [] as number[], bare: [] as number[], nothing: [] as number[] };
    // The first round only fills the machine's file cache.
    for (let round = 0; round <= rounds; round += 1) {
      const once = {
        wizard: await firstFrameMs(wizard, project),
        bare: await firstFrameMs(bare, project),
        nothing: (await timed({ program: process.execPath, args: ['-e', '0'] })).seconds * 1000,
      };
      if (round === 0) continue;
      for (const name of ['wizard', 'bare', 'nothing'] as const) milliseconds[name].push(once[name]);
    }
    log(`  wizard ${list(milliseconds.wizard)}; bare Ink ${list(milliseconds.bare)}`);
    const best = (some: number[]) => Math.min(...some);
    return [
      ...figures('time to first frame / bare Ink', milliseconds.wizard, milliseconds.bare, median, limit),
      ...figures('– the same, best round of each', milliseconds.wizard, milliseconds.bare, best, limit),
      ...figures('time to first frame / node -e 0', milliseconds.wizard, milliseconds.nothing, median, null),
    ];
  } finally {
    await removeFolder(dir);
  }
}

function figures(
  name: string,
  own: number[],
  reference: number[],
  of: (some: number[]) => number,
  most: number | null,
): Figure[] {
  const text = (some: number[]) => `${of(some).toFixed(0)} ms`;
  return [{ name, ours: text(own), reference: text(reference), value: of(own) / of(reference), limit: most }];
}

/** Bundles the bare program as ours is bundled; answers its file. */
async function bundleBareInk(dir: string): Promise<string> {
  const out = path.join(dir, 'bare');
  await timed({
    program: 'npm',
    args: ['run', 'build', '--', '--dir', out],
    env: { BUNDLE_ENTRY: 'test/bench/programs/bare-ink.tsx' },
    cwd: projectFolder(),
    inherit: true,
  });
  return path.join(out, 'bare-ink.js');
}

/** Milliseconds until the end of Ink's first update with something to see in it. */
async function firstFrameMs(args: readonly string[], cwd: string): Promise<number> {
  let written = '';
  const from = performance.now();
  const at = await new Promise<number>((resolve, reject) => {
    const terminal = openTerminal({
      program: process.execPath,
      args,
      cwd,
      onOutput: (text, atMs) => {
        written += text;
        if (hasFrame(written)) void terminal.close().then(() => resolve(atMs), reject);
      },
    });
    terminal.exit().then(
      (status) => {
        void terminal.close();
        reject(new Error(`It ended with status ${status} before its first frame: ${written}`));
      },
      () => {},
    );
  });
  return at - from;
}

/** Ink ends each update with the end of synchronised output. */
function hasFrame(written: string): boolean {
  const end = written.lastIndexOf('\x1b[?2026l');
  const visible = written.slice(0, Math.max(end, 0)).replace(/\x1b\[[0-9;?]*[A-Za-z]/g, '');
  return visible.trim() !== '';
}

function list(some: readonly number[]): string {
  return some.map((one) => one.toFixed(0)).join(' ');
}
