import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sha512Crypt } from '../../../src/base/sha512-crypt.js';
import { kickstartLayer } from '../../../src/project/kickstart/kickstart-layer.js';
import { mustRun } from '../../helpers/run-program.js';
import { parsed } from './parsed.js';

test('a password in clear is hashed as openssl does, the same at each reading and another for each user', () => {
  const hashes = [
    'rootpw geheim ',
    'user --name=op --password=geheim',
    'user --name=x --password=geheim',
  ].map((text) => JSON.stringify(kickstartLayer(parsed(text))?.document).match(/\$6\$[^"]+/)?.[0]);
  assert.equal(new Set(hashes).size, 3);
  assert.equal(
    JSON.stringify(kickstartLayer(parsed('rootpw geheim'))?.document).match(/\$6\$[^"]+/)?.[0],
    hashes[0],
  );
  for (const password of ['geheim', 'x', 'ü'.repeat(100), 'a b c', 'p'.repeat(64), 'q'.repeat(255)]) {
    for (const salt of ['abcdefgh', 'ab', '0123456789abcdef']) {
      const theirs = mustRun('openssl', ['passwd', '-6', '-salt', salt, password]).trim();
      assert.equal(sha512Crypt(password, salt), theirs);
    }
  }
});
