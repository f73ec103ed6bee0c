import { sentences, t, translated } from '../../base/language/texts.js';
import { focusRow } from '../model/edit-form.js';
import { goNext } from '../model/navigation.js';
import { screens } from '../model/screens/index.js';
import { type ScreenId, steps } from '../model/state.js';
import { type Announced, nothingAnnounced } from './announced.js';
import { signs } from './answers.js';
import { askForm } from './ask-form.js';
import { askPackages } from './ask-packages.js';
import { askResult } from './ask-result.js';
import { askReview } from './ask-review.js';
import { askStart } from './ask-start.js';
import type { PlainPorts } from './plain-ports.js';

/** @param isKnown the screen was asked last too */
type AskScreen = (ports: PlainPorts, announced: Announced, isKnown: boolean) => Promise<void>;

/** How each screen is asked for. */
const asks: Readonly<Record<ScreenId, AskScreen>> = {
  start: (ports, _announced, isKnown) => askStart(ports, isKnown),
  release: askForm,
  packages: askPackagesOnWay,
  disks: askForm,
  sizes: askForm,
  system: askForm,
  outputs: askForm,
  review: askReview,
  result: askResult,
};

/** Asks screen after screen, as the state has them, until the wizard is left. */
export async function walk(ports: PlainPorts): Promise<void> {
  const { io } = ports;
  io.say(t`tmpfsroot-wizard, as questions on plain lines.`);
  for (const text of signs) io.say(translated(text));
  let last: ScreenId | null = null;
  const announced = nothingAnnounced();
  while (ports.status() === null) {
    const now = ports.state();
    const isNew = now.screen !== last;
    if (isNew) introduce(ports, now.screen);
    last = now.screen;
    sayVerdict(ports, announced);
    await asks[now.screen](ports, announced, !isNew);
  }
}

function introduce({ io, state }: PlainPorts, screen: ScreenId): void {
  io.say();
  if (screen === 'start') {
    io.say(t`Folder: ${state().dir}`);
    return;
  }
  const step = (steps as readonly ScreenId[]).indexOf(screen);
  const title = translated(screens[screen].title);
  io.say(step < 0 ? title : t`${title}, step ${step + 1} of ${steps.length}`);
}

/** Nobody waits for it: it is said before the first question after it became known. */
function sayVerdict({ io, state }: PlainPorts, announced: Announced): void {
  const { verdict } = state();
  if (verdict === null || verdict === announced.verdict) return;
  announced.verdict = verdict;
  io.say(verdict.canBuild ? verdict.text : sentences(t`Warning: ${verdict.text}`, t`Doctor tells more.`));
}

async function askPackagesOnWay(ports: PlainPorts, announced: Announced): Promise<void> {
  const asked = await askPackages(ports, announced);
  if (asked === 'back') await ports.command('back');
  else if (asked !== 'undone') await ports.keep(focusRow(goNext(ports.state()), 0));
}
