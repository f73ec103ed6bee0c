import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { keyOf } from '../config/made-keys.js';
import { packages } from '../e2e/image-project.js';
import { mustRun } from '../helpers/run-program.js';
import { openStage } from '../pictures/stage.js';
import type { Terminal } from '../terminal/terminal.js';
import type { Testbed } from '../testbed/index.js';
import type { Cast } from './cast.js';
import { compressed, type HurriedSpan, type OutputEvent } from './timeline.js';

/** A pause is shown for so long at most. */
const idleMs = 1800;

/** How long a build, and a boot, take in the tour. */
const spanMs = 9000;

/** Against hanging. */
const patient = { timeoutMs: 20 * 60_000 };

/** What is done on the stage; it ends with the screen that the tour ends with. */
type Story = (stage: { terminal: Terminal; hurry<T>(work: () => Promise<T>): Promise<T> }) => Promise<void>;

/**
 * The tour: a command, the wizard, a build, and the device that boots from it.
 * @param testbed stands in for Fedora
 */
export function recordTour(program: readonly string[], testbed: Testbed): Promise<Cast> {
  return record(program, testbed, async ({ terminal, hurry }) => {
    await openWizard(terminal);
    await press(terminal, 'f');
    await sleep(900);
    await press(terminal, 'enter');
    await terminal.until(/Review .*7\/7/);
    await sleep(1800);
    await press(terminal, 'down', 'down', 'enter');
    await terminal.until(/\d in the repositories/, patient);
    await press(terminal, '/');
    await typed(terminal, 'ssh');
    await terminal.until('openssh-clients');
    await press(terminal, 'down');
    await sleep(700);
    await press(terminal, 'enter');
    await terminal.until('openssh-clients added.');
    await sleep(900);
    await press(terminal, 'escape', 'enter');
    await terminal.until(/Review .*7\/7/);
    await press(terminal, 'down', 'down', 'enter');
    await terminal.until('Partition sizes');
    await press(terminal, 'down', 'down', 'down', 'right', 'right');
    await sleep(1200);
    await press(terminal, 'enter');
    await terminal.until(/Review .*7\/7/);
    await press(terminal, 'home');
    await sleep(1200);
    await press(terminal, 'enter');
    await terminal.until('Ctrl-C stops');
    await hurry(async () => {
      await terminal.until(/Result/, patient);
      await terminal.until('sha256');
    });
    await sleep(2500);
    await press(terminal, 'b');
    await terminal.until('Leave the machine with Ctrl-]');
    await hurry(() => terminal.until('login:', patient));
    await terminal.quiet(1000);
  });
}

/** A walk that builds nothing, which shows that all of this still works. */
export function recordWalk(program: readonly string[]): Promise<Cast> {
  return record(program, null, async ({ terminal, hurry }) => {
    await hurry(() => openWizard(terminal));
    await press(terminal, 'm');
    await press(terminal, 'enter');
    await terminal.until(/Review .*7\/7/);
    await terminal.quiet();
  });
}

async function record(program: readonly string[], testbed: Testbed | null, story: Story): Promise<Cast> {
  const events: OutputEvent[] = [];
  const spans: HurriedSpan[] = [];
  const stage = await openStage(shell, {
    repositories: testbed?.tree ?? null,
    onOutput: (text, atMs) => events.push({ atMs, text }),
    prepare: async (home) => {
      writeNpx(path.join(home, '../bin'), program);
      if (testbed !== null) await savePreset(program, home, testbed);
    },
  });
  try {
    const { terminal } = stage;
    await terminal.until('$');
    await terminal.quiet();
    await story({
      terminal,
      hurry: async (work) => {
        const fromMs = performance.now();
        const done = await work();
        spans.push({ fromMs, toMs: performance.now(), mostMs: spanMs });
        return done;
      },
    });
    const [columns, rows] = [80, 24];
    return { columns, rows, title: 'tmpfsroot-wizard', events: compressed(events, spans, idleMs) };
  } finally {
    await stage.close();
  }
}

/** As a person has it, with a prompt that says nothing of the machine. */
const shell = ['env', 'PS1=$ ', `PATH=/home/bin:${process.env.PATH}`, 'bash', '--norc', '--noprofile', '-i'];

/** `npx tmpfsroot-wizard` is the program that was built here, as it will be once it is in a registry. */
function writeNpx(folder: string, program: readonly string[]): void {
  mkdirSync(folder);
  const file = path.join(folder, 'npx');
  writeFileSync(file, `#!/bin/sh\nshift\nexec ${program.map((word) => `'${word}'`).join(' ')} "$@"\n`);
  chmodSync(file, 0o755);
}

/** A preset of the person's own, whose packages are those of the test bed. */
async function savePreset(program: readonly string[], home: string, testbed: Testbed): Promise<void> {
  const dir = path.join(home, '../fleet');
  mkdirSync(dir);
  const repositories = testbed.repositories.map(({ id, path: below }) => ({
    ...{ id, baseurl: [`file:///home/fedora/${below}`], keys: ['RPM-GPG-KEY'] },
  }));
  const document = {
    ...{ version: 1, release: Number(testbed.release), repositories, outputs: ['iso', 'qcow2'] },
    partitions: { sizes: { root: 1024, log: 256, opt: 512, cache: 512, docker: 512 } },
    system: {
      rootSshKeys: [`${keyOf('ssh-ed25519', Buffer.alloc(32, 7))} anna`],
      // What only real processors need takes emulated ones minutes.
      kernelArguments: ['mitigations=off', 'nokaslr', 'transparent_hugepage=never'],
    },
  };
  await cp(testbed.key, path.join(dir, 'RPM-GPG-KEY'));
  writeFileSync(path.join(dir, 'tmpfsroot.json'), JSON.stringify(document));
  writeFileSync(path.join(dir, 'packages.list'), `${packages.join('\n')}\n`);
  const [node = '', ...words] = program;
  mustRun(node, [...words, 'presets', 'save', 'fleet', '-C', dir], { env: { HOME: home } });
}

async function openWizard(terminal: Terminal): Promise<void> {
  await typed(terminal, 'npx tmpfsroot-wizard');
  await sleep(400);
  await press(terminal, 'enter');
  await terminal.until('This machine builds', patient);
  await sleep(1500);
}

async function typed(terminal: Terminal, text: string): Promise<void> {
  for (const letter of text) {
    terminal.press(letter);
    await sleep(70);
  }
}

/** As people press keys, one after the other. */
async function press(terminal: Terminal, ...names: readonly string[]): Promise<void> {
  for (const name of names) {
    terminal.press(name);
    await sleep(250);
    await terminal.quiet(60);
  }
}
