import { focusRow } from '../edit-form.js';
import { goNext } from '../navigation.js';
import { screens } from '../screens/index.js';
import { type ScreenId, steps } from '../state.js';
import { signs } from './answers.js';
import { askForm } from './ask-form.js';
import { askPackages } from './ask-packages.js';
import { askResult } from './ask-result.js';
import { askReview } from './ask-review.js';
import { askStart } from './ask-start.js';
import { type Heard, nothingHeard } from './heard.js';
import type { PlainPorts } from './plain-ports.js';

/** Asks screen after screen, as the state has them, until the wizard is left. */
export async function walk(ports: PlainPorts): Promise<void> {
  const { talk } = ports;
  talk.say('tmpfsroot-wizard, as questions on plain lines.');
  for (const text of signs) talk.say(text);
  let last: ScreenId | null = null;
  const heard = nothingHeard();
  while (ports.status() === null) {
    const now = ports.state();
    const isNew = now.screen !== last;
    if (isNew) introduce(ports, now.screen);
    last = now.screen;
    switch (now.screen) {
      case 'start':
        await askStart(ports, !isNew);
        break;
      case 'packages':
        await askPackagesOnWay(ports, heard);
        break;
      case 'review':
        await askReview(ports, heard);
        break;
      case 'result':
        await askResult(ports, heard);
        break;
      default:
        await askForm(ports);
    }
  }
}

function introduce({ talk, state }: PlainPorts, screen: ScreenId): void {
  talk.say();
  if (screen === 'start') {
    talk.say(`Folder: ${state().dir}`);
    return;
  }
  const step = (steps as readonly ScreenId[]).indexOf(screen);
  talk.say(`${screens[screen].title}${step < 0 ? '' : `, step ${step + 1} of ${steps.length}`}`);
}

async function askPackagesOnWay(ports: PlainPorts, heard: Heard): Promise<void> {
  const asked = await askPackages(ports, heard);
  if (asked === 'back') await ports.press('back');
  else if (asked !== 'undone') await ports.keep(focusRow(goNext(ports.state()), 0));
}
