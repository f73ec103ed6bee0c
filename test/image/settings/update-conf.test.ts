import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defaultSpec } from '../../../src/config/defaults.js';
import type { ImageSpec } from '../../../src/config/image-spec.js';
import { updateFiles } from '../../../src/image/settings/update-conf.js';

const key = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ9a1VqvXDuLH1VpLxgAyCU3pCmBqHqbV1kh3kqjYqWJ';

/** Files of an image that takes updates, by their names. */
function filesOf(update: Partial<ImageSpec['update']>): Record<string, string> {
  const spec = { ...defaultSpec(), name: 'robot' };
  spec.update = { ...spec.update, ...update };
  return Object.fromEntries(
    updateFiles(spec).map(({ path, content }) => [path.replace(/.*\//, ''), content]),
  );
}

test('an image without a key takes no updates, and looks for none', () => {
  assert.deepEqual(filesOf({ url: 'https://updates.example.org/robot.update' }), {});
});

test('an image that names no place waits until an update is given to it', () => {
  const files = filesOf({ keys: [key], restartAt: '03:30' });
  assert.deepEqual(Object.keys(files), ['update.conf', 'update-signers', 'update-revoked']);
  assert.equal(files['update.conf'], 'TFR_COMPATIBLE=robot\nTFR_ARCH=x86_64\n');
});

test('an image that names one looks there, and devices do so at different times', () => {
  const url = 'https://updates.example.org/robot.update?a=%20';
  const files = filesOf({ keys: [key], url, everyHours: 6, restartAt: '03:30' });
  assert.match(
    files['update.conf'] ?? '',
    /^TFR_URL=https:\/\/updates\.example\.org\/robot\.update\?a=%20$/m,
  );
  assert.match(files['update.conf'] ?? '', /^TFR_RESTART_AT=03:30$/m);
  assert.match(files['tfr-update.timer'] ?? '', /^OnUnitActiveSec=6h$[\s\S]*^RandomizedDelaySec=180min$/m);
  assert.match(files['50-tmpfsroot-update.conf'] ?? '', /^Wants=tfr-update\.timer$/m);
});
