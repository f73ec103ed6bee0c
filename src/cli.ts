#!/usr/bin/env node
import { closeSync, openSync } from 'node:fs';
import { isatty } from 'node:tty';
import { runCleanups } from './base/cleanup.js';
import { badInput, type ExitStatus, exitStatus, type Failure } from './base/failure.js';
import { nearest } from './base/nearest.js';
import { printText } from './base/print-text.js';
import type { CommandContext, RunCommand } from './commands/command.js';
import {
  endsAtOnce,
  failureBySignal,
  type InterruptSignal,
  interruptSignals,
  signalStatus,
} from './commands/interruption.js';
import { stopWithoutReader } from './commands/lost-output.js';
import { printFailure } from './commands/print.js';

interface Entry {
  summary: string;
  load(): Promise<{ run: RunCommand }>;
}

/** Subcommands in the order of use. Each is loaded when it is called, so that `--help` answers at once. */
const commands: Readonly<Record<string, Entry>> = {
  init: { summary: 'write a project folder to start from', load: () => import('./commands/init.js') },
  lock: { summary: 'resolve packages.list to rpms.lock', load: () => import('./commands/lock.js') },
  groups: { summary: 'package groups of the repositories', load: () => import('./commands/groups.js') },
  diff: { summary: 'what changed between two locks', load: () => import('./commands/diff.js') },
  build: {
    summary: 'build installer and disk image from rpms.lock',
    load: () => import('./commands/build.js'),
  },
  rebuild: {
    summary: 'lock and build again; make only what changed',
    load: () => import('./commands/rebuild.js'),
  },
  boot: { summary: 'boot or install what was built in QEMU', load: () => import('./commands/boot.js') },
  flash: {
    summary: 'write what was built to a USB stick',
    load: () => import('./commands/flash.js'),
  },
  powercut: {
    summary: 'cut the power of a built image at every point',
    load: () => import('./commands/powercut.js'),
  },
  serve: {
    summary: 'serve the network installer, or updates, to devices',
    load: () => import('./commands/serve.js'),
  },
  publish: {
    summary: 'put the built update where devices look',
    load: () => import('./commands/publish.js'),
  },
  keys: { summary: 'the key that signs updates', load: () => import('./commands/keys.js') },
  presets: { summary: 'named specs to start images from', load: () => import('./commands/presets.js') },
  cache: { summary: 'check what the cache keeps', load: () => import('./commands/cache.js') },
  doctor: { summary: 'what this machine has and lacks', load: () => import('./commands/doctor.js') },
  schema: { summary: 'print the JSON Schema of tmpfsroot.json', load: () => import('./commands/schema.js') },
  completion: {
    summary: 'print the script that completes commands in a shell',
    load: async () => {
      const { completionOf } = await import('./commands/completion/completion.js');
      return { run: completionOf(commands) };
    },
  },
};

async function main(argv: readonly string[]): Promise<ExitStatus> {
  const abort = new AbortController();
  process.once('exit', letGoOfLostTerminal);
  let firstAt: number | null = null;
  let first: InterruptSignal | null = null;
  for (const name of interruptSignals) {
    process.on(name, () => {
      const now = performance.now();
      firstAt ??= now;
      first ??= name;
      if (endsAtOnce(name, now - firstAt)) process.exit(signalStatus[first]);
      abort.abort();
    });
  }
  const outputFailure = stopWithoutReader([process.stdout, process.stderr], abort);
  const context: CommandContext = {
    cwd: process.cwd(),
    env: process.env,
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    signal: abort.signal,
  };
  let status: ExitStatus;
  try {
    status = await dispatch(argv, context);
  } catch (error) {
    status = printFailure(failureBySignal(error, first), context, argv.includes('--json'));
  } finally {
    await runCleanups();
  }
  // What became of the last write is told after it.
  await new Promise(setImmediate);
  const failure = outputFailure();
  if (failure !== null) return printFailure(failure, context, false);
  return status === exitStatus.interrupted && first !== null ? signalStatus[first] : status;
}

/** Node aborts at its end (status 134) over the modes of a terminal that is gone; other files it leaves alone. */
function letGoOfLostTerminal(): void {
  for (const { isTTY, fd } of [process.stdin, process.stdout, process.stderr]) {
    if (!isTTY || isatty(fd)) continue;
    closeSync(fd);
    // Takes the number that has become free, which nothing else may have.
    openSync('/dev/null', 'r+');
  }
}

async function dispatch(words: readonly string[], context: CommandContext): Promise<ExitStatus> {
  const [name, ...args] = words;
  if (name === '--help' || name === '-h' || name === 'help') {
    printText(context.stdout, `${usage()}\n`);
    return exitStatus.done;
  }
  if (name === '--version' || name === '-V') {
    const { version } = await import('./commands/version.js');
    printText(context.stdout, `${version()}\n`);
    return exitStatus.done;
  }
  if (name === undefined || name.startsWith('-')) {
    const { run } = await import('./commands/wizard.js');
    return run(words, context);
  }
  const entry = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (entry === undefined) throw unknownCommand(name);
  const { run } = await entry.load();
  return run(args, context);
}

function unknownCommand(name: string): Failure {
  const [similar] = nearest(name, Object.keys(commands));
  return badInput({
    what: `There is no command \`${name}\`.`,
    remedy:
      similar === undefined
        ? 'See tmpfsroot-wizard --help.'
        : `Did you mean \`tmpfsroot-wizard ${similar}\`?`,
  });
}

function usage(): string {
  const lines = Object.entries(commands).map(([name, { summary }]) => `  ${name.padEnd(10)} ${summary}`);
  return `Usage: tmpfsroot-wizard [-C DIR] [--preset NAME|FILE] [--plain]
       tmpfsroot-wizard COMMAND [OPTIONS]

Builds power-failure-safe Fedora images: the root is copied to memory at boot, two root slots back each other up.
Without a command it opens the wizard; --plain asks the same on plain lines.

Commands:
${lines.join('\n')}

The wizard's work without screens, in an empty folder:
  tmpfsroot-wizard init
  tmpfsroot-wizard lock
  tmpfsroot-wizard build
  tmpfsroot-wizard boot --iso

Each command has --help. Exit status: 0 done, 1 a stage failed, 2 the input is wrong, 3 something is missing on
this machine, 130 interrupted (129 by SIGHUP, 143 by SIGTERM).`;
}

process.exitCode = await main(process.argv.slice(2));
