import { later, t, translated } from '../../base/language/texts.js';
import { formatMiB } from '../../config/fields/sizes.js';
import { planDisks } from '../../config/partitions/partition-plan.js';
import { applyFix, focusRow } from '../model/edit-form.js';
import { labelOf } from '../model/field-labels.js';
import type { Field } from '../model/fields.js';
import { memoryText } from '../model/memory-text.js';
import { goNext, goTo } from '../model/navigation.js';
import { blockingError, fieldsOf } from '../model/screen-findings.js';
import { screens } from '../model/screens/index.js';
import { textsWithoutKeys } from '../model/screens/paragraph.js';
import type { WizardState } from '../model/state.js';
import { type Asked, askField } from './ask-field.js';
import { extraOf } from './ask-pick.js';
import { askMenu } from './menu.js';
import type { PlainPorts } from './plain-ports.js';
import { findingText, shortened, titleOf } from './questions.js';
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
      else await ports.command('back');
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
  return await askField(ports, field, titleOf(fields, field), extraOf(ports, field));
}

/** Leaves the screen forwards, or says what is wrong on it and goes there. */
async function goOn(ports: PlainPorts): Promise<void> {
  const before = ports.state();
  if (before.screen === 'sizes') sayPlan(ports);
  const error = blockingError(before, before.screen);
  // The sentence itself is said with the question.
  if (error !== null && error.row === null) ports.io.say(findingText(error.finding));
  const after = goNext(before);
  await ports.keep({ ...(after.screen === before.screen ? after : focusRow(after, 0)), notice: null });
}

/**
 * Asks for some fields of the screen, as they are chosen, until there are enough.
 * @returns 'undone': the state stands at another screen
 */
export async function changeForm(ports: PlainPorts): Promise<'done' | 'undone'> {
  const { io } = ports;
  let known: readonly string[] = [];
  for (;;) {
    const state = ports.state();
    const fields = fieldsOf(state);
    if (fields.length === 1) return (await askRow(ports, 0)) === 'undone' ? 'undone' : 'done';
    const titles = fields.map((field) => titleOf(fields, field));
    const error = blockingError(state, state.screen);
    if (error !== null) io.say(findingText(error.finding));
    const answered = await askMenu(io, {
      items: fields.map((field, at) => `${titles[at]}: ${shownValue(state, field)}`),
      prompt: t`Number to change, Enter when done`,
      usual: null,
      help: textsWithoutKeys(screens[state.screen].help),
      isFixable: error?.finding.fix !== undefined,
      isKnown: titles.join() === known.join(),
    });
    known = titles;
    if ('at' in answered) await askRows(ports, answered.at);
    else if (answered.move === 'fix' && error !== null) {
      await ports.keep({ ...applyFix(state, error.finding), notice: null });
      io.say(
        t`Took ${error.finding.fix?.text} for ${labelOf(error.finding.fix?.path ?? '') ?? error.finding.fix?.path}.`,
      );
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
  if (value === '') return translated(field.placeholder ?? later`none`);
  return field.kind === 'secret' ? t`set` : shortened(value);
}

/** Shows the review, as the screens do that were called from it. */
export function backToReview({ state, keep }: PlainPorts): Promise<void> {
  return keep({ ...goTo(state(), 'review'), notice: null });
}

function focusedRow(state: WizardState): number {
  return Math.min(state.focus[state.screen] ?? 0, fieldsOf(state).length - 1);
}

/** What stands on the disk map for others, in words. */
function sayPlan({ io, state }: PlainPorts): void {
  const plan = planDisks(state().spec);
  for (const disk of plan.disks) {
    const parts = disk.partitions.map(({ name, sizeMiB }) => `${name} ${formatMiB(sizeMiB)}`);
    if (parts.length === 0) parts.push(t`no partition`);
    if (disk.freeMiB > 0) parts.push(t`${formatMiB(disk.freeMiB)} free`);
    io.say(t`Disk ${disk.device}, ${formatMiB(disk.sizeMiB)}: ${parts.join(', ')}.`);
  }
  const image = memoryText(state()).text;
  io.say(t`The smallest main disk that would do has ${formatMiB(plan.smallestMainMiB)}; ${image}.`);
}
