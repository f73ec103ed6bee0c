import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openDrafts } from '../../src/presets/drafts.js';
import { DraftKeeper, loadDraft } from '../../src/wizard/effects/drafts.js';
import type { Ports } from '../../src/wizard/effects/ports.js';
import type { WizardEvent } from '../../src/wizard/events.js';
import type { WizardState } from '../../src/wizard/state.js';
import { scratchFolder } from '../helpers/scratch.js';
import { Driver, newSpec } from './driver.js';

const basis = { 'tmpfsroot.json': 'aa' };

/** What comes back of a draft that was kept of a state. */
async function comesBack(
  t: { after(undo: () => void): void },
  state: WizardState,
): Promise<Extract<WizardEvent, { type: 'loaded' }>> {
  const drafts = openDrafts({ XDG_STATE_HOME: scratchFolder(t) });
  const keeper = new DraftKeeper(drafts);
  keeper.note(state);
  await keeper.flush();
  const events: WizardEvent[] = [];
  await loadDraft({ drafts, dir: state.dir, dispatch: (event) => void events.push(event) } as Ports, {
    savedAt: (await drafts.read(state.dir)).drafts[0]?.savedAt ?? '',
  });
  const event = events.at(-1);
  assert.ok(event?.type === 'loaded', JSON.stringify(events));
  return event;
}

test('a draft of the folder’s own project comes back as one, with the files that it goes on from', async (t) => {
  const driver = new Driver();
  driver.send({ type: 'loaded', spec: newSpec(), screen: 'outputs', notice: null, isSaved: true, basis });
  driver.press('space');
  assert.deepEqual((await comesBack(t, driver.state)).basis, basis);
});

test('a draft of a new image goes on from no file', async (t) => {
  assert.equal((await comesBack(t, new Driver().walkTo('packages').state)).basis, undefined);
});
