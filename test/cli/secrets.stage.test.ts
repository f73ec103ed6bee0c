import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { it } from 'node:test';
import { passwordHash } from '../spec/generated-specs.js';
import { projectWithCache } from './built-project.js';

it('hashes of passwords come into the image, and into no log, record or event', async (t) => {
  const project = await projectWithCache(t);
  const users = [{ name: 'op', passwordHash: passwordHash.replace('abcdefgh', 'ijklmnop') }];
  await project.edit({ system: { rootPasswordHash: passwordHash, users } });
  const dry = await project.must(['rebuild', '--no-lock', '--dry-run', '--json']);
  const built = await project.must(['build', '--json']);
  const output = path.join(project.dir, 'output');
  const texts = readdirSync(output, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(?:log|json)$|rpms\.lock$/.test(name))
    .map((name) => [name, readFileSync(path.join(output, name), 'utf8')] as const);
  assert.ok(texts.some(([name]) => name.endsWith('.log')) && texts.some(([name]) => name.endsWith('.json')));
  const outputs = [dry, built].map(({ stdout, stderr }) => ['what is printed', stdout + stderr] as const);
  for (const [name, text] of [...texts, ...outputs])
    for (const hash of [passwordHash, users[0]?.passwordHash ?? ''])
      assert.ok(!text.includes(hash), `${name} holds ${hash}`);
});
