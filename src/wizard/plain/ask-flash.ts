import { t } from '../../base/language/texts.js';
import { factsOf } from '../../flash/disk-facts.js';
import { typedName } from '../../flash/flash-disk.js';
import { offeredText, wipeText } from '../model/flash-choice.js';
import { atEnd } from '../model/text-edit.js';
import { moveOf, numbersOf } from './answers.js';
import type { PlainPorts } from './plain-ports.js';

/** Asks to which disk an image is written, where that was asked for last, and for the name of its model. */
export async function askFlash(ports: PlainPorts): Promise<void> {
  const { io } = ports;
  if (ports.state().overlay?.kind !== 'flash') return;
  sayDisks(ports);
  for (;;) {
    const { overlay } = ports.state();
    if (overlay?.kind !== 'flash') break;
    const typed = await io.ask(t`Number of the disk to write to, < for none [none]: `);
    if (moveOf(typed) !== null) return await ports.command('cancel');
    const numbers = numbersOf(typed, overlay.disks.length);
    const [index] = Array.isArray(numbers) ? numbers : [];
    if (index === undefined) {
      io.say(t`Answer with a number from 1 to ${overlay.disks.length}.`);
      continue;
    }
    await ports.keep({ ...ports.state(), overlay: { ...overlay, index } });
    await ports.command('accept');
    if (ports.state().overlay?.kind === 'flash') io.say(ports.state().notice?.text);
  }
  await askName(ports);
}

function sayDisks({ io, state }: PlainPorts): void {
  const { overlay } = state();
  if (overlay?.kind !== 'flash') return;
  for (const [at, offered] of overlay.disks.entries()) {
    const { disk, refusal } = offered;
    io.say(`  ${at + 1} ${[disk.model || t`no model`, ...factsOf(disk)].join(', ')}`);
    if (refusal !== null) io.say(`    ${offeredText(offered)}`);
  }
}

async function askName(ports: PlainPorts): Promise<void> {
  const { io } = ports;
  const { overlay } = ports.state();
  if (overlay?.kind !== 'flash-name') return;
  const { file, disk } = overlay;
  io.say(wipeText(file, disk));
  const typed = await io.ask(t`Type ${typedName(disk)} to write it, Enter alone for no [no]: `);
  if (moveOf(typed) !== null) return await ports.command('cancel');
  await ports.keep({ ...ports.state(), overlay: { ...overlay, typed: atEnd(typed) } });
  await ports.command('accept');
  // Another name was typed: it is not asked for a second time, so that nobody tries names.
  if (ports.state().overlay === null) return;
  io.say(ports.state().notice?.text);
  await ports.command('cancel');
}
