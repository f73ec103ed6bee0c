import path from 'node:path';
import { PassThrough } from 'node:stream';
import type { CommandContext, RunCommand } from '../../src/commands/command.js';
import { run } from '../../src/commands/presets.js';
import { Collector } from '../helpers/collector.js';
import { scratchFolder, writeTree } from '../helpers/scratch.js';

/** `presets ...` in a folder and with a home of their own. */
export interface PresetsSetting {
  dir: string;
  env: Record<string, string>;
  /** Where the person's own presets are. */
  own: string;
  call(words: readonly string[], more?: CallOptions): Promise<Called>;
}

interface CallOptions {
  /** `presets` if absent. */
  command?: RunCommand;
  env?: Record<string, string>;
  /** What a person at a terminal answers; without it there is none. */
  answer?: string;
}

interface Called {
  status: number;
  stdout: string;
  stderr: string;
}

export function presetsSetting(
  t: { after(undo: () => void): void },
  files: Readonly<Record<string, string>> = {},
): PresetsSetting {
  const scratch = scratchFolder(t);
  const dir = path.join(scratch, 'work');
  writeTree(dir, { 'packages.list': 'bash\nkernel\n', ...files });
  const home = { XDG_CONFIG_HOME: path.join(scratch, 'config'), HOME: scratch };
  return {
    ...{ dir, env: home, own: path.join(home.XDG_CONFIG_HOME, 'tmpfsroot-wizard/presets') },
    async call(words, { command = run, env = {}, answer } = {}) {
      const [stdout, stderr] = [new Collector(), new Collector()];
      const stdin: NodeJS.ReadableStream & { isTTY?: boolean } = new PassThrough();
      if (answer !== undefined) {
        stdin.isTTY = true;
        (stdin as PassThrough).end(`${answer}\n`);
      }
      const context: CommandContext = {
        ...{ cwd: dir, env: { ...home, ...env }, stdout, stderr },
        stdin: stdin as CommandContext['stdin'],
        signal: new AbortController().signal,
      };
      const status = await command(words, context);
      return { status, stdout: stdout.text, stderr: stderr.text };
    },
  };
}
