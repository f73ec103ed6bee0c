import { keptText, replaceReason, replaceText } from '../view/replace-body.js';
import { yesOrNo } from './answers.js';
import type { PlainPorts } from './plain-ports.js';

/** Asks whether files of a person may be replaced, where what was asked for last would do that. */
export async function askReplace(ports: PlainPorts): Promise<void> {
  const { talk, state } = ports;
  for (;;) {
    const { overlay, folder } = state();
    if (overlay?.kind !== 'replace') return;
    talk.say(replaceReason(overlay.files));
    for (const file of overlay.files) talk.say(replaceText(file));
    talk.say(keptText(overlay.files, folder.files.lock));
    const question = `Replace ${overlay.files.length === 1 ? 'it' : 'them'}? yes or no [no]: `;
    await ports.press(yesOrNo(await talk.ask(question)) === true ? 'accept' : 'cancel');
  }
}
