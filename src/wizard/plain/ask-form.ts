import { planDisks } from '../../spec/partition-plan.js';
import { formatMiB } from '../../spec/sizes.js';
import { applyFix, focusRow } from '../edit-form.js';
import type { Field } from '../fields.js';
import { goNext, goTo } from '../navigation.js';
import { blockingError, fieldsOf } from '../screen-findings.js';
import { screens } from '../screens/index.js';
import type { WizardState } from '../state.js';
import { memoryLine } from '../view/memory-line.js';
import { disksFromLsblk } from './ask-disks.js';
import { type Asked, askField } from './ask-field.js';
import { askMenu } from './menu.js';
import type { PlainPorts } from './plain-ports.js';
import { findingText, shortened, titleOf, withoutKeys } from './questions.js';
import { takeBack } from './take-back.js';

/** Asks the question of the screen that has the focus, and moves on to the one that comes after the answer. */
export async function askForm(ports: PlainPorts): Promise<void> {
  const row = focusedRow(ports.state());
  switch (await askRow(ports, row)) {
    case 'next': {
      const state = ports.state();
      if (row < fieldsOf(state).length - 1) await ports.keep(focusRow(state, row + 1));
      else await goOn(ports);
      break;
    }
    case 'skip':
      await goOn(ports);
      break;
    case 'back':
      if (row > 0) await ports.keep(focusRow(ports.state(), row - 1));
      else await ports.press('back');
      break;
    case 'undone':
  }
}

/** Asks for the field of a row. */
async function askRow(ports: PlainPorts, row: number): Promise<Asked> {
  const state = focusRow(ports.state(), row);
  await ports.keep(state);
  const fields = fieldsOf(state);
  const field = fields[row] as Field;
  const extra = field.id === 'disks.devices' ? disksFromLsblk(ports) : null;
  return await askField(ports, field, titleOf(fields, field), extra);
}

/** Leaves the screen forwards, or says what is wrong on it and goes there. */
async function goOn(ports: PlainPorts): Promise<void> {
  const before = ports.state();
  if (before.screen === 'sizes') sayPlan(ports);
  const error = blockingError(before, before.screen);
  // The sentence itself is said with the question.
  if (error !== null && error.row === null) ports.talk.say(findingText(error.finding));
  const after = goNext(before);
  await ports.keep({ ...(after.screen === before.screen ? after : focusRow(after, 0)), notice: null });
}

/**
 * Asks for some fields of the screen, as they are chosen, until there are enough.
 * @returns 'undone': the state stands at another screen
 */
export async function changeForm(ports: PlainPorts): Promise<'done' | 'undone'> {
  const { talk } = ports;
  let known: readonly string[] = [];
  for (;;) {
    const state = ports.state();
    const fields = fieldsOf(state);
    if (fields.length === 1) return (await askRow(ports, 0)) === 'undone' ? 'undone' : 'done';
    const titles = fields.map((field) => titleOf(fields, field));
    const error = blockingError(state, state.screen);
    if (error !== null) talk.say(findingText(error.finding));
    const answered = await askMenu(talk, {
      items: fields.map((field, at) => `${titles[at]}: ${shownValue(state, field)}`),
      prompt: 'Number to change, Enter when done',
      usual: null,
      help: screens[state.screen].help.map(withoutKeys).filter((text) => text !== ''),
      isFixable: error?.finding.fix !== undefined,
      isKnown: titles.join() === known.join(),
    });
    known = titles;
    if ('at' in answered) await askRows(ports, answered.at);
    else if (answered.move === 'fix' && error !== null) {
      await ports.keep({ ...applyFix(state, error.finding), notice: null });
      talk.say(`Took ${error.finding.fix?.text} for ${error.finding.fix?.path}.`);
    } else if (answered.move === 'undo' || answered.move === 'redo') {
      if (await takeBack(ports, answered.move)) return 'undone';
    } else break;
  }
  if (ports.state().screen === 'sizes') sayPlan(ports);
  return 'done';
}

/** Asks for a row, and for those that are only there because of the answer. */
async function askRows(ports: PlainPorts, row: number): Promise<void> {
  const before = new Set(fieldsOf(ports.state()).map(({ id }) => id));
  const asked = await askRow(ports, row);
  const added = fieldsOf(ports.state()).filter(({ id }) => !before.has(id));
  if (asked !== 'next') return;
  for (const { id } of added) {
    const at = fieldsOf(ports.state()).findIndex((field) => field.id === id);
    if (at < 0 || (await askRow(ports, at)) !== 'next') return;
  }
}

function shownValue({ spec }: WizardState, field: Field): string {
  const value = field.read(spec);
  if (value === '') return field.placeholder ?? 'none';
  return field.kind === 'secret' ? 'set' : shortened(value);
}

/** Shows the review, as the screens do that were called from it. */
export function backToReview({ state, keep }: PlainPorts): Promise<void> {
  return keep({ ...goTo(state(), 'review'), notice: null });
}

function focusedRow(state: WizardState): number {
  return Math.min(state.focus[state.screen] ?? 0, fieldsOf(state).length - 1);
}

/** What stands on the disk map for others, in words. */
function sayPlan({ talk, state }: PlainPorts): void {
  const plan = planDisks(state().spec);
  for (const disk of plan.disks) {
    const parts = disk.partitions.map(({ name, sizeMiB }) => `${name} ${formatMiB(sizeMiB)}`);
    const free = disk.freeMiB > 0 ? `, ${formatMiB(disk.freeMiB)} free` : '';
    talk.say(
      `Disk ${disk.device}, ${formatMiB(disk.sizeMiB)}: ${parts.join(', ') || 'no partition'}${free}.`,
    );
  }
  const image = memoryLine(state())
    .map(({ text }) => text)
    .join('');
  talk.say(`The smallest main disk that would do has ${formatMiB(plan.smallestMainMiB)}; ${image}.`);
}
