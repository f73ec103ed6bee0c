import assert from 'node:assert/strict';
import path from 'node:path';
import { before, describe, it } from 'node:test';
import { mustRun } from '../helpers/run-program.js';
import { anacondaProject } from '../image/anaconda/project.js';
import { bootLimit, startDevice } from './device.js';

const undo: (() => void)[] = [];
process.once('exit', () => {
  for (const step of undo) step();
});

let iso: string;
let scratch: string;
let label: string;

before(async () => {
  const project = await anacondaProject({ after: (step) => void undo.push(step) });
  await project.must(['build']);
  scratch = project.scratch;
  iso = path.join(project.dir, 'output/small-installer.iso');
  label = /^Volume Id\s*: (\S+)$/m.exec(mustRun('xorriso', ['-indev', iso, '-pvd_info']))?.[1] ?? '';
});

/** Starts a machine with an empty disk and the medium, chooses the installation, and answers what the kernel was told. */
async function commandLineOf(name: string, medium: { iso: string } | { stick: string }): Promise<string> {
  const disk = path.join(scratch, `${name}.raw`);
  mustRun('truncate', ['-s', '64M', disk]);
  const machine = await startDevice({
    disk,
    dir: path.join(scratch, 'logs'),
    name,
    memoryMiB: 768,
    ...medium,
  });
  try {
    await machine.waitFor('tmpfsroot installer', { timeoutMs: bootLimit });
    machine.write('i');
    return await machine.waitFor(/stand-in started with: [^\r\n]*\n/, { timeoutMs: bootLimit });
  } finally {
    await machine.powerCut();
  }
}

// Anaconda itself is not there: a few lines stand in for it, and say what the kernel was started with.
describe('the ISO with Anaconda starts its kernel by UEFI, with the place of its files', () => {
  for (const [how, medium] of [
    ['from optical media', () => ({ iso })],
    ['from a stick', () => ({ stick: iso })],
  ] as const) {
    it(how, async () => {
      const line = await commandLineOf(how.replaceAll(' ', '-'), medium());
      const words = line.trim().split(/\s+/);
      for (const word of [
        ...[`inst.stage2=hd:LABEL=${label}`, `inst.ks=hd:LABEL=${label}:/ks.cfg`, 'inst.nosave=all'],
        ...['console=ttyS0,115200', `tfr.install=${label}`],
      ])
        assert.ok(words.includes(word), `${word} in ${line}`);
    });
  }
});
