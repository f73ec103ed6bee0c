import { t } from '../../base/language/texts.js';
import { redo, undo } from '../model/history.js';
import { specChanges } from '../model/spec-changes.js';
import type { PlainPorts } from './plain-ports.js';

/**
 * Takes the last answer back, or gives it again, and says which one it was.
 * @returns whether there was one: then the state stands where it was given
 */
export async function takeBack(ports: PlainPorts, move: 'undo' | 'redo'): Promise<boolean> {
  const before = ports.state();
  const after = move === 'undo' ? undo(before) : redo(before);
  if (after.spec === before.spec) {
    ports.io.say(move === 'undo' ? t`Nothing to undo.` : t`Nothing to redo.`);
    return false;
  }
  await ports.keep({ ...after, notice: null });
  const changes = specChanges(before.spec, after.spec).join('; ');
  ports.io.say(move === 'undo' ? t`Taken back: ${changes}.` : t`Given again: ${changes}.`);
  return true;
}
