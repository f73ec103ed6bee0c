import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import { getAt, setAt } from '../../../src/base/field-path.js';
import { matters } from '../../../src/config/fields/matters.js';
import { fieldList } from '../../../src/config/fields/spec-fields.js';
import type { ImageSpec } from '../../../src/config/image-spec.js';
import { fieldSummary, fileSummary } from '../../../src/wizard/model/screens/field-summary.js';
import { generatedSpecs, passwordHash } from '../../config/generated-specs.js';
import { newSpec } from '../driver.js';

const screens = ['release', 'packages', 'disks', 'sizes', 'system', 'outputs'] as const;

const whole = (spec: ImageSpec) =>
  [...screens.flatMap((screen) => fieldSummary(spec, screen)), ...fileSummary(spec)].join('\n');

test('a plain image has nothing on the review but what everybody chooses', () => {
  assert.deepEqual(fieldSummary(newSpec(), 'outputs'), ['installer ISO, qcow2 disk image']);
  assert.deepEqual(fieldSummary(newSpec(), 'system'), ['robot', 'UTC', 'en_US.UTF-8', 'no root password']);
  assert.deepEqual(fileSummary(newSpec()), []);
});

test('what is not the default is told with the label of its field', () => {
  const spec = structuredClone(newSpec());
  spec.system.network = { ...spec.system.network, addresses: ['10.0.0.2/24'], gateway: '10.0.0.1' };
  spec.system.selinux = 'enforcing';
  spec.system.kernelArguments = ['quiet'];
  spec.install.unattended = true;
  spec.device.verify = 'size';
  spec.partitions.heal.log = 'repair';
  const system = fieldSummary(spec, 'system').join('\n');
  for (const text of ['10.0.0.2/24', '10.0.0.1', 'SELinux: enforcing', 'quiet', 'Unattended install: yes']) {
    assert.ok(system.includes(text), `${text} is not in ${system}`);
  }
  assert.equal(fieldSummary(spec, 'outputs').length, 2);
  assert.deepEqual(fileSummary(spec), ['partitions.heal.log: repair']);
});

test('no value that has an effect can be changed without the review telling of it', () => {
  const specs = generatedSpecs(24);
  const tried = new Set<string>();
  for (const [index, spec] of specs.entries()) {
    const other = specs[(index + 1) % specs.length] as ImageSpec;
    for (const { path } of fieldList) {
      // It stands in the header.
      if (path === 'name') continue;
      const changed = setAt(
        spec as unknown as Record<string, unknown>,
        path,
        getAt(other, path),
      ) as unknown as ImageSpec;
      const [now, then] = [getAt(spec, path), getAt(changed, path)];
      const isTold = !isDeepStrictEqual(now, then) && (matters(spec, path) || matters(changed, path));
      // Of what is secret, or a table of its own, the review tells only how much there is.
      if (!isTold || isDeepStrictEqual(kindOf(now), kindOf(then))) continue;
      tried.add(path);
      assert.notEqual(whole(changed), whole(spec), `${path}: ${JSON.stringify(then)}`);
    }
  }
  assert.ok(tried.size > 40, [...tried].join(' '));
});

test('the hash of a password is never told', () => {
  for (const spec of generatedSpecs(24)) assert.ok(!whole(spec).includes(passwordHash.slice(0, 20)));
});

/** What tells two values from one another without what must not be said; the value itself where all may be. */
function kindOf(value: unknown): unknown {
  if (typeof value === 'string' && value.startsWith('$')) return 'hash';
  if (!Array.isArray(value)) return typeof value === 'object' && value !== null ? 'object' : value;
  return value.some((one) => typeof one !== 'string') ? value.length : value;
}
