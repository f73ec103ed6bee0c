import { t } from '../../base/language/texts.js';
import { keptText, replaceReason, replaceText } from '../model/replace-text.js';
import { yesOrNo } from './answers.js';
import type { PlainPorts } from './plain-ports.js';

/** Asks whether files of a person may be replaced, where what was asked for last would do that. */
export async function askReplace(ports: PlainPorts): Promise<void> {
  const { io, state } = ports;
  for (;;) {
    const { overlay, folder } = state();
    if (overlay?.kind !== 'replace') return;
    io.say(replaceReason(overlay.files));
    for (const file of overlay.files) io.say(replaceText(file));
    io.say(keptText(overlay.files, folder.files.lock));
    const question =
      overlay.files.length === 1 ? t`Replace it? yes or no [no]: ` : t`Replace them? yes or no [no]: `;
    await ports.command(yesOrNo(await io.ask(question)) === true ? 'accept' : 'cancel');
  }
}
