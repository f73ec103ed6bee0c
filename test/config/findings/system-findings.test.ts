import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defaultSpec } from '../../../src/config/defaults.js';
import { validateSpec } from '../../../src/config/findings/validate.js';
import type { ImageSpec } from '../../../src/config/image-spec.js';

/** Settings that mean nothing beside others: a change of the default spec, and the one error that it makes. */
const table: [change: (spec: ImageSpec) => void, path: string, message: RegExp][] = [
  [
    (spec) => {
      spec.system.selinux = 'permissive';
      spec.install.method = 'anaconda';
      spec.outputs = ['pxe'];
    },
    'system.selinux',
    /Anaconda .* no labels/,
  ],
  [
    (spec) => {
      spec.system.groups = ['plc', 'plc'].map((name) => ({ name, gid: null }));
    },
    'system.groups[1]',
    /named twice/,
  ],
  [
    (spec) => {
      spec.system.keyboard.options = ['grp:alt_shift_toggle'];
    },
    'system.keyboard.options',
    /no effect without layouts/,
  ],
  [
    (spec) => {
      spec.system.time = { disabled: true, sources: [{ kind: 'server', host: 'a', nts: false }] };
    },
    'system.time.sources',
    /no effect/,
  ],
  [
    (spec) => {
      spec.system.firewall.ports = ['80:tcp'];
    },
    'system.firewall.ports',
    /not enabled/,
  ],
];

test('settings of the system that do not go together are an error at one of them', () => {
  for (const [change, path, message] of table) {
    const spec = structuredClone(defaultSpec());
    change(spec);
    const found = validateSpec(spec, new Date('2026-11-22'));
    assert.deepEqual(
      found.map((finding) => [finding.level, finding.path]),
      [['error', path]],
    );
    assert.match(found[0]?.message ?? '', message);
  }
});
