import type { Command } from '../key-table.js';
import { failureLines, resultLines, wayOutOf } from '../run/result-text.js';
import type { ResultFacts, WizardState } from '../state.js';
import { backToReview } from './ask-form.js';
import { askReplace } from './ask-replace.js';
import type { Heard } from './heard.js';
import { askMenu } from './menu.js';
import type { PlainPorts } from './plain-ports.js';
import { withoutKeys } from './questions.js';

const afterDone = {
  items: ['Boot it in QEMU on this terminal', 'Build again', 'Change something', 'Open the folder', 'Leave'],
  commands: ['boot', 'rebuild', 'change', 'open', 'quit'],
  // Nothing long begins because somebody pressed Enter once too often.
  usual: 4,
} as const;

const afterFailure = {
  items: ['Try again', 'Change something', 'Leave'],
  commands: ['rebuild', 'change', 'quit'],
  usual: 0,
} as const;

/** Says what a run came to, and asks how to go on. */
export async function askResult(ports: PlainPorts, heard: Heard): Promise<void> {
  const { talk } = ports;
  const { result } = ports.state();
  if (result === null) return await backToReview(ports);
  const isKnown = heard.result === result;
  if (!isKnown) for (const text of textOf(result)) talk.say(text);
  heard.result = result;
  const { items, commands, usual } = choicesAfter(ports.state());
  const answered = await askMenu(talk, { items, prompt: 'What now? Number', usual, help: [], isKnown });
  if ('move' in answered) return answered.move === 'back' ? await backToReview(ports) : undefined;
  const command = commands[answered.at];
  if (command === undefined || command === 'change') return await backToReview(ports);
  await ports.press(command);
  await askReplace(ports);
  const { notice } = ports.state();
  if (notice !== null) talk.say(withoutKeys(notice.text));
}

interface Choices {
  items: readonly string[];
  commands: readonly (Command | 'change')[];
  usual: number;
}

function choicesAfter(state: WizardState): Choices {
  if (state.result?.kind === 'done') return afterDone;
  const wayOut = wayOutOf(state);
  if (wayOut === null) return afterFailure;
  const { items, commands, usual } = afterFailure;
  return { items: [...items, `Go on with ${wayOut.text}`], commands: [...commands, 'fix'], usual };
}

function textOf(result: ResultFacts): string[] {
  switch (result.kind) {
    case 'done':
      return ['Built.', ...resultLines(result.result)];
    case 'failed':
      return ['The run failed.', ...failureLines(result.failure, 'Another try goes on', 'It can go on with')];
    case 'interrupted':
      return ['Interrupted. What was finished is kept.'];
  }
}
