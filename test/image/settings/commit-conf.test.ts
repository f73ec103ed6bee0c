import assert from 'node:assert/strict';
import { test } from 'node:test';
import { commitConf } from '../../../src/image/settings/commit-conf.js';
import { specOf } from '../spec-of.js';

test('a commit waits for the required services, by the names of their units, each once', () => {
  const spec = specOf(({ system, device }) => {
    system.services.required = ['sshd', 'sshd.service', 'app.target'];
    device.commit = { steadySeconds: 45, limitSeconds: 120 };
  });
  const { path, content } = commitConf(spec);
  assert.equal(path, 'usr/lib/tmpfsroot/commit.conf');
  assert.equal(content, "TFR_REQUIRED='sshd.service app.target'\nTFR_STEADY=45\nTFR_LIMIT=120\n");
});

test('without any, the device waits for its default target', () => {
  assert.match(commitConf(specOf()).content, /^TFR_REQUIRED=''\nTFR_STEADY=30\nTFR_LIMIT=300$/m);
});
