import { sentences, t } from '../../base/language/texts.js';
import { formatMiB } from '../../config/fields/sizes.js';
import { isLsblkOutput, lsblkCommand } from '../../doctor/block-devices.js';
import {
  changeNaming,
  hasLastingName,
  leftOutText,
  nameInSpec,
  takeDisks,
  toggleDisk,
} from '../model/disk-choice.js';
import type { Overlay } from '../model/state.js';
import { moveOf, numbersOf, yesOrNo } from './answers.js';
import type { Extra } from './ask-field.js';
import { isWholeJson } from './lines.js';
import type { PlainPorts } from './plain-ports.js';

type Picking = Extract<Overlay, { kind: 'pick' }>;

/** The question for the disks also reads them from a machine. */
export function disksFromLsblk(ports: PlainPorts): Extra {
  return {
    help: [
      t`Answer \`lsblk\` to choose from the disks of this machine, \`lsblk FILE\` for a file with the output of \`${lsblkCommand}\` from the device, or paste that output.`,
    ],
    async take(typed) {
      const text = typed.trim();
      if (!isLsblkOutput(text) && !/^lsblk(\s|$)/.test(text)) return null;
      const from = isLsblkOutput(text) ? await restOfOutput(ports, text) : text.slice('lsblk'.length).trim();
      return (await pick(ports, from === '' ? null : from)) ? 'next' : 'again';
    },
  };
}

/** JSON to its last brace, a table to an empty line. */
async function restOfOutput({ io }: PlainPorts, begun: string): Promise<string> {
  let text = begun;
  if (!begun.startsWith('{')) {
    io.say(t`Reading the table of lsblk. An empty line ends it.`);
    for (let line = await io.ask(''); line.trim() !== ''; line = await io.ask('')) text += `\n${line}`;
    return text;
  }
  while (!isWholeJson(text)) text += `\n${await io.ask('')}`;
  return text;
}

/** @returns whether disks were taken */
async function pick(ports: PlainPorts, from: string | null): Promise<boolean> {
  const { io } = ports;
  await ports.keep({ ...ports.state(), notice: null });
  await ports.carryOut({ type: 'read-disks', from });
  const { overlay, notice } = ports.state();
  if (overlay?.kind !== 'pick') {
    io.say(notice?.text);
    return false;
  }
  sayDisks(ports, overlay);
  const picked = await askChosen(ports, overlay);
  const chosen = picked === null ? null : await askNaming(ports, picked);
  if (chosen === null) {
    await ports.keep({ ...ports.state(), overlay: null });
    return false;
  }
  await ports.keep(takeDisks(ports.state(), chosen));
  io.say(ports.state().notice?.text);
  return true;
}

function sayDisks({ io }: PlainPorts, { disks, leftOut, memoryMiB }: Picking): void {
  for (const [at, { name, sizeMiB, sectorSize, model, serial }] of disks.entries()) {
    const about = [
      formatMiB(sizeMiB),
      ...(sectorSize === 512 ? [] : [t`${sectorSize}-byte sectors`]),
      model,
      serial === '' ? '' : t`serial ${serial}`,
    ];
    io.say(`  ${at + 1} ${[name, ...about].filter((text) => text !== '').join(', ')}`);
  }
  if (leftOut.length > 0) io.say(leftOutText(leftOut));
  const memory = memoryMiB === null ? '' : t`The memory is set to ${formatMiB(memoryMiB)}.`;
  const wiped = t`The installer wipes every disk that is chosen; the first one becomes the main disk.`;
  io.say(sentences(wiped, memory));
}

/** Which names the spec gets, where the chosen disks have names that last. */
async function askNaming({ io }: PlainPorts, picked: Picking): Promise<Picking> {
  const disks = picked.disks.filter(({ name }) => picked.chosen.includes(name));
  if (!hasLastingName({ disks })) return picked;
  const names = disks.map((disk) => nameInSpec(disk, picked)).join(', ');
  for (;;) {
    const typed = await io.ask(t`Name them ${names}, which fits this machine only, yes or no [yes]: `);
    const yes = moveOf(typed) === 'keep' ? true : yesOrNo(typed);
    if (yes !== null) return yes ? picked : changeNaming(picked);
    io.say(t`With no they are named as the kernel does, which fits every such machine, but can change.`);
  }
}

/** @returns null: none is wanted */
async function askChosen({ io }: PlainPorts, offered: Picking): Promise<Picking | null> {
  const usual = offered.chosen.length > 0 ? '1' : t`none`;
  for (;;) {
    const typed = await io.ask(t`Numbers of the disks, the main one first; < for none [${usual}]: `);
    const move = moveOf(typed);
    if (move === 'keep') return offered.chosen.length > 0 ? offered : null;
    if (move === 'back' || move === 'skip') return null;
    const numbers = numbersOf(typed, offered.disks.length);
    if (Array.isArray(numbers) && numbers.length > 0) {
      let picking: Picking = { ...offered, chosen: [] };
      for (const index of numbers) picking = toggleDisk({ ...picking, index });
      return picking;
    }
    io.say(t`Answer with numbers from 1 to ${offered.disks.length}, separated by blanks.`);
  }
}
