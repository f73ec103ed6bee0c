import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openDrafts } from '../../src/presets/drafts.js';
import { DraftKeeper, loadDraft } from '../../src/wizard/effects/drafts.js';
import type { Ports } from '../../src/wizard/effects/ports.js';
import type { WizardEvent } from '../../src/wizard/model/events.js';
import type { WizardState } from '../../src/wizard/model/state.js';
import { scratchFolder } from '../helpers/scratch.js';
import { Driver, knownGroups, knownPackages, newSpec } from './driver.js';

const basis = { 'tmpfsroot.json': 'aa' };

/** What comes back of a draft that was kept of a state. */
async function comesBack(
  t: { after(undo: () => void): void },
  state: WizardState,
): Promise<Extract<WizardEvent, { type: 'loaded' }>> {
  const event = (await eventsOf(t, state)).at(-1);
  assert.ok(event?.type === 'loaded', JSON.stringify(event));
  return event;
}

async function eventsOf(
  t: { after(undo: () => void): void },
  state: WizardState,
): Promise<readonly WizardEvent[]> {
  const drafts = openDrafts({ XDG_STATE_HOME: scratchFolder(t) });
  const keeper = new DraftKeeper(drafts);
  keeper.note(state);
  await keeper.flush();
  const events: WizardEvent[] = [];
  await loadDraft({ drafts, dir: state.dir, dispatch: (event) => void events.push(event) } as Ports, {
    savedAt: (await drafts.read(state.dir)).drafts[0]?.savedAt ?? '',
  });
  return events;
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

test('a draft keeps with which groups its packages came, for the comments in packages.list', async (t) => {
  const packages = knownPackages({ groups: knownGroups });
  const driver = new Driver({ packages }).walkTo('packages').press('/').type('@tools').press('enter');
  const [facts] = await eventsOf(t, driver.state);
  assert.ok(facts?.type === 'facts');
  assert.deepEqual(facts.facts.addedGroups, { '@tools: The tools': ['git', 'htop'] });
});
