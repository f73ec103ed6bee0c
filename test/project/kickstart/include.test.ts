import assert from 'node:assert/strict';
import { test } from 'node:test';
import { includeTargets } from '../../../src/project/kickstart/include.js';
import { inLinearTime } from '../../helpers/in-linear-time.js';

test('included files are found behind any number of blank lines', () => {
  const blanks = '\n \t'.repeat(60_000);
  const text = `${blanks}%include a.cfg\n\t %include  "b.cfg" # b\nnot %include c.cfg${blanks}%include`;
  const targets = inLinearTime('Finding them', () => includeTargets(text));
  assert.deepEqual(targets, ['a.cfg', 'b.cfg']);
});
