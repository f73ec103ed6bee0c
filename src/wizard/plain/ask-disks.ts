import { lsblkCommand } from '../../project/devices.js';
import { formatMiB } from '../../spec/sizes.js';
import { leftOutText, takeDisks, toggleDisk } from '../disk-choice.js';
import type { Overlay } from '../state.js';
import { moveOf, numbersOf } from './answers.js';
import type { Extra } from './ask-field.js';
import { isWholeJson } from './lines.js';
import type { PlainPorts } from './plain-ports.js';
import { withoutKeys } from './questions.js';

type Picking = Extract<Overlay, { kind: 'pick' }>;

/** The question for the disks also reads them from a machine. */
export function disksFromLsblk(ports: PlainPorts): Extra {
  return {
    help: [
      `Answer \`lsblk\` to choose from the disks of this machine, \`lsblk FILE\` for a file with the output of \`${lsblkCommand}\` from the device, or paste that output.`,
    ],
    async take(typed) {
      const text = typed.trim();
      if (!text.startsWith('{') && !/^lsblk(\s|$)/.test(text)) return null;
      const from = text.startsWith('{') ? await restOfJson(ports, text) : text.slice('lsblk'.length).trim();
      return (await pick(ports, from === '' ? null : from)) ? 'next' : 'again';
    },
  };
}

async function restOfJson({ talk }: PlainPorts, begun: string): Promise<string> {
  let text = begun;
  while (!isWholeJson(text)) text += `\n${await talk.ask('')}`;
  return text;
}

/** @returns whether disks were taken */
async function pick(ports: PlainPorts, from: string | null): Promise<boolean> {
  const { talk } = ports;
  await ports.keep({ ...ports.state(), notice: null });
  await ports.carryOut({ type: 'read-disks', from });
  const { overlay, notice } = ports.state();
  if (overlay?.kind !== 'pick') {
    talk.say(notice?.text);
    return false;
  }
  sayDisks(ports, overlay);
  const chosen = await askChosen(ports, overlay);
  if (chosen === null) {
    await ports.keep({ ...ports.state(), overlay: null });
    return false;
  }
  await ports.keep(takeDisks(ports.state(), chosen));
  talk.say(withoutKeys(ports.state().notice?.text ?? ''));
  return true;
}

function sayDisks({ talk }: PlainPorts, { disks, leftOut, memoryMiB }: Picking): void {
  for (const [at, { name, sizeMiB, sectorSize, model, serial }] of disks.entries()) {
    const about = [
      formatMiB(sizeMiB),
      ...(sectorSize === 512 ? [] : [`${sectorSize}-byte sectors`]),
      model,
      serial === '' ? '' : `serial ${serial}`,
    ];
    talk.say(`  ${at + 1} ${[name, ...about].filter((text) => text !== '').join(', ')}`);
  }
  if (leftOut.length > 0) talk.say(leftOutText(leftOut));
  const memory = memoryMiB === null ? '' : ` The memory is set to ${formatMiB(memoryMiB)}.`;
  talk.say(`The installer wipes every disk that is chosen; the first one becomes the main disk.${memory}`);
}

/** @returns null: none is wanted */
async function askChosen({ talk }: PlainPorts, offered: Picking): Promise<Picking | null> {
  const usual = offered.chosen.length > 0 ? '1' : 'none';
  for (;;) {
    const typed = await talk.ask(`Numbers of the disks, the main one first; < for none [${usual}]: `);
    const move = moveOf(typed);
    if (move === 'keep') return offered.chosen.length > 0 ? offered : null;
    if (move === 'back' || move === 'skip') return null;
    const numbers = numbersOf(typed, offered.disks.length);
    if (Array.isArray(numbers) && numbers.length > 0) {
      let picking: Picking = { ...offered, chosen: [] };
      for (const index of numbers) picking = toggleDisk({ ...picking, index });
      return picking;
    }
    talk.say(`Answer with numbers from 1 to ${offered.disks.length}, with blanks between them.`);
  }
}
