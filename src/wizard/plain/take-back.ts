import { redo, undo } from '../history.js';
import { specChanges } from '../spec-changes.js';
import type { PlainPorts } from './plain-ports.js';

/**
 * Takes the last answer back, or gives it again, and says which one it was.
 * @returns whether there was one: then the state stands where it was given
 */
export async function takeBack(ports: PlainPorts, move: 'undo' | 'redo'): Promise<boolean> {
  const before = ports.state();
  const after = move === 'undo' ? undo(before) : redo(before);
  if (after.spec === before.spec) {
    ports.talk.say(move === 'undo' ? 'There is nothing to take back.' : 'There is nothing to give again.');
    return false;
  }
  await ports.keep({ ...after, notice: null });
  const changes = specChanges(before.spec, after.spec).join('; ');
  ports.talk.say(`${move === 'undo' ? 'Taken back' : 'Given again'}: ${changes}.`);
  return true;
}
