import assert from 'node:assert/strict';
import { test } from 'node:test';
import { needsOf } from '../../src/spec/build-needs.js';
import { defaultSpec } from '../../src/spec/defaults.js';
import type { OutputKind } from '../../src/spec/image-spec.js';

const rows: ['image' | 'anaconda', 'packages' | 'liveimg', OutputKind[], { tree: boolean; slot: boolean }][] =
  [
    ['image', 'packages', ['iso'], { tree: true, slot: true }],
    ['image', 'packages', ['pxe'], { tree: true, slot: true }],
    ['anaconda', 'packages', ['iso'], { tree: false, slot: false }],
    ['anaconda', 'packages', ['iso', 'pxe'], { tree: false, slot: false }],
    ['anaconda', 'liveimg', ['pxe'], { tree: true, slot: false }],
    ['anaconda', 'packages', ['pxe', 'qcow2'], { tree: true, slot: true }],
  ];

for (const [method, payload, outputs, needs] of rows) {
  test(`${outputs} by ${method} with ${payload}: tree ${needs.tree}, slot ${needs.slot}`, () => {
    const spec = defaultSpec();
    const install = { ...spec.install, method, payload };
    assert.deepEqual(needsOf({ outputs, install }), needs);
  });
}
