import { later, sentences, t, translated } from '../../base/language/texts.js';
import { interruptionText } from '../../run/run-report.js';
import { rawImageOf } from '../model/flash-choice.js';
import type { Command } from '../model/key-table.js';
import { doneText, failureLines, resultLines, wayOutOf } from '../model/result-text.js';
import type { ResultFacts, WizardState } from '../model/state.js';
import type { Announced } from './announced.js';
import { askFlash } from './ask-flash.js';
import { backToReview } from './ask-form.js';
import { askReplace } from './ask-replace.js';
import { askMenu } from './menu.js';
import type { PlainPorts } from './plain-ports.js';

const afterDone = {
  items: [
    later`Boot it in QEMU on this terminal`,
    later`Build again`,
    later`Change something`,
    later`Open the folder`,
    later`Write it to a USB stick or card`,
    later`Leave`,
  ],
  commands: ['boot', 'rebuild', 'change', 'open', 'flash', 'quit'],
  // Nothing long begins because somebody pressed Enter once too often.
  usual: 5,
} as const;

/** The same with what a raw disk image allows. */
const afterDoneWithRaw = {
  items: [...afterDone.items, later`Cut the power of a copy, and see what becomes of the device`],
  commands: [...afterDone.commands, 'powercut'],
  usual: afterDone.usual,
} as const;

const afterFailure = {
  items: [later`Try again`, later`Change something`, later`Leave`],
  commands: ['rebuild', 'change', 'quit'],
  usual: 0,
} as const;

/** Says what a run came to, and asks how to go on. */
export async function askResult(ports: PlainPorts, announced: Announced): Promise<void> {
  const { io } = ports;
  const { result } = ports.state();
  if (result === null) return await backToReview(ports);
  const isKnown = announced.result === result;
  if (!isKnown) for (const text of resultText(result, ports.state())) io.say(text);
  announced.result = result;
  const { items, commands, usual } = choicesAfter(ports.state());
  const answered = await askMenu(io, { items, prompt: t`What now? Number`, usual, help: [], isKnown });
  if ('move' in answered) return answered.move === 'back' ? await backToReview(ports) : undefined;
  const command = commands[answered.at];
  if (command === undefined || command === 'change') return await backToReview(ports);
  await ports.command(command);
  await askReplace(ports);
  await askFlash(ports);
  const { notice } = ports.state();
  if (notice !== null) io.say(notice.text);
}

interface Choices {
  items: readonly string[];
  commands: readonly (Command | 'change')[];
  usual: number;
}

function choicesAfter(state: WizardState): Choices {
  const isDone = state.result?.kind === 'done';
  const done = rawImageOf(state) === null ? afterDone : afterDoneWithRaw;
  const { items, commands, usual } = isDone ? done : afterFailure;
  const wayOut = wayOutOf(state);
  if (wayOut === null) return { items: items.map(translated), commands, usual };
  return {
    items: [...items.map(translated), t`Go on with ${wayOut.text}`],
    commands: [...commands, 'fix'],
    usual,
  };
}

const waysOn = {
  again: later`Another try goes on`,
  other: later`It can continue with`,
  retry: later`choose "Try again"`,
};

function resultText(result: ResultFacts, { ran }: WizardState): string[] {
  switch (result.kind) {
    case 'done':
      return [doneText(result), ...resultLines(result.result)];
    case 'failed':
      return [t`The run failed.`, ...failureLines(result.failure, waysOn, ran)];
    case 'interrupted':
      return [sentences(interruptionText(result.at), t`What was finished is kept.`)];
  }
}
