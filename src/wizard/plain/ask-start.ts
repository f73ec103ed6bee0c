import { screens } from '../screens/index.js';
import { startItems } from '../screens/start.js';
import { askMenu } from './menu.js';
import type { PlainPorts } from './plain-ports.js';
import { spoken, withoutKeys } from './questions.js';
import { sayDoctor } from './say-doctor.js';

/** Asks what is to be begun in the folder. */
export async function askStart(ports: PlainPorts, isKnown: boolean): Promise<void> {
  const { talk } = ports;
  const items = startItems(ports.state());
  const texts = items.map(
    ({ label, hint }) => `${label.replace(': ', ' ')}: ${spoken(hint.replace(/^[a-z] \u00b7 /, ''))}`,
  );
  const answered = await askMenu(talk, {
    items: [...texts, 'Leave'],
    prompt: 'What to do? Number',
    usual: 0,
    help: screens.start.help,
    isKnown,
  });
  if (!('at' in answered)) return;
  const chosen = items[answered.at];
  if (chosen === undefined) return await ports.press('quit');
  // What stands in the folder may have become known meanwhile, and the rows with it.
  const row = startItems(ports.state()).findIndex(({ key }) => key === chosen.key);
  await ports.keep({ ...ports.state(), focus: { ...ports.state().focus, start: Math.max(0, row) } });
  await ports.press('accept');
  if (chosen.action === 'doctor') return await sayDoctor(ports);
  const { notice } = ports.state();
  // A preset that was loaded says which keys build it.
  if (notice !== null && (notice.level !== 'info' || chosen.action !== 'preset'))
    talk.say(withoutKeys(notice.text));
}
