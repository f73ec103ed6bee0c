import { later, t, translated } from '../../base/language/texts.js';
import { screens } from '../model/screens/index.js';
import { textsWithoutKeys } from '../model/screens/paragraph.js';
import { startItems } from '../model/screens/start.js';
import { askPresets, hasOwnPresets } from './ask-presets.js';
import { askMenu } from './menu.js';
import type { PlainPorts } from './plain-ports.js';
import { sayDoctor } from './say-doctor.js';

const ownPresets = later`Your presets: rename, describe or delete one`;
const leave = later`Leave`;

/** Asks what is to be begun in the folder. */
export async function askStart(ports: PlainPorts, isKnown: boolean): Promise<void> {
  const { io } = ports;
  const items = startItems(ports.state());
  const texts = items.map(({ label, hints }) =>
    [label.replace(': ', ' '), hints.join(', ')].filter((part) => part !== '').join(': '),
  );
  const others = hasOwnPresets(ports.state()) ? [ownPresets, leave] : [leave];
  const answered = await askMenu(io, {
    items: [...texts, ...others.map(translated)],
    prompt: t`What to do? Number`,
    usual: 0,
    help: textsWithoutKeys(screens.start.help),
    isKnown,
  });
  if (!('at' in answered)) return;
  const chosen = items[answered.at];
  if (chosen === undefined) {
    const isLeaving = others[answered.at - items.length] === leave;
    return isLeaving ? await ports.command('quit') : await askPresets(ports);
  }
  // What stands in the folder may have become known meanwhile, and the rows with it.
  const row = startItems(ports.state()).findIndex(({ id }) => id === chosen.id);
  await ports.keep({ ...ports.state(), focus: { ...ports.state().focus, start: Math.max(0, row) } });
  await ports.command('accept');
  if (chosen.action === 'doctor') return await sayDoctor(ports);
  const { notice } = ports.state();
  // A preset that was loaded says which keys build it.
  if (notice !== null && (notice.level !== 'info' || chosen.action !== 'preset')) io.say(notice.text);
}
