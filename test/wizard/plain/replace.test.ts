import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { WizardEvent } from '../../../src/wizard/model/events.js';
import type { Request } from '../../../src/wizard/model/request.js';
import { at, talk } from './conversation.js';

const digests = { 'tmpfsroot.json': 'aa' };
const files = [{ name: 'tmpfsroot.json', losses: ['repository acme'], isNewer: false }];

/** A folder of another project: what would replace it is done only once it was agreed to. */
function world(request: Request, dispatch: (event: WizardEvent) => void): void {
  if (request.type !== 'write-project' && request.type !== 'run') return;
  if (request.agreed === undefined) {
    dispatch({ type: 'replaces', files, digests, request });
    return;
  }
  const notice = { level: 'info', text: 'Written: tmpfsroot.json.' } as const;
  const saved = request.spec === null ? {} : { saved: request.spec };
  dispatch({ type: 'facts', facts: { ...saved, digests, notice } });
}

const agreedOf = (requests: readonly Request[]) =>
  requests.flatMap((request) =>
    request.type === 'write-project' || request.type === 'run' ? [request.agreed ?? null] : [],
  );

for (const [what, number] of [
  ['building', '1'],
  ['writing', '4'],
]) {
  test(`${what} over another project asks first, and yes keeps on`, async () => {
    const { text, requests } = await talk(at('review'), [number as string, 'yes'], world);
    for (const line of [
      'The folder holds another project.',
      'tmpfsroot.json loses repository acme.',
      'A copy of each is kept beside it, with the time in its name.',
      'Replace it? yes or no [no]: yes',
      'Written: tmpfsroot.json.',
    ])
      assert.ok(text.includes(line), `${line}\n${text}`);
    assert.deepEqual(agreedOf(requests), [null, digests]);
  });

  test(`${what} over another project: Enter, no and anything else write nothing`, async () => {
    for (const answer of ['', 'no', 'maybe', '<']) {
      const { text, requests, state } = await talk(at('review'), [number as string, answer], world);
      assert.ok(text.includes('Nothing was written.'), text);
      assert.deepEqual(agreedOf(requests), [null]);
      assert.equal(state.overlay, null);
    }
  });
}
