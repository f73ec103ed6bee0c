import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { publishUpdate } from '../../src/serve/publish-update.js';
import { failureOf } from '../helpers/failure-of.js';
import { scratchFolder, writeTree } from '../helpers/scratch.js';

const digest = (text: string) => createHash('sha256').update(text).digest('hex');
const nameOf = (content: string, image = 'robot') => `${image}-${digest(content).slice(0, 16)}.update`;

/** A folder in which an update of `image` with this content was built, and one to publish it in. */
function setting(t: TestContext) {
  const dir = scratchFolder(t);
  const [project, folder] = [path.join(dir, 'project'), path.join(dir, 'www/updates')];
  const copied: number[] = [];
  return {
    folder,
    copied,
    build(content: string, image = 'robot', sha256 = digest(content), kind = 'update') {
      const artefacts = [{ kind, file: `${image}.update`, sha256 }];
      const record = { name: image, artefacts, plan: { disks: [] }, memoryMiB: 512 };
      writeTree(project, {
        'output/build.json': JSON.stringify(record),
        [`output/${image}.update`]: content,
      });
    },
    publish: (signal = new AbortController().signal) =>
      publishUpdate(project, folder, { signal, onStart: (_, bytes) => copied.push(bytes) }),
    latest: () => readFileSync(path.join(folder, 'latest'), 'utf8'),
    files: () => readdirSync(folder).sort(),
  };
}

test('an update gets a name of its own, which `latest` has', async (t) => {
  const { build, publish, folder, latest, copied } = setting(t);
  build('first');
  assert.deepEqual(await publish(), { file: path.join(folder, nameOf('first')), wasThere: false });
  assert.equal(latest(), `${nameOf('first')}\n`);
  assert.equal(readFileSync(path.join(folder, nameOf('first')), 'utf8'), 'first');
  assert.deepEqual(copied, [5]);
});

test('the one before stays for devices that fetch it at the moment, and can be the latest again', async (t) => {
  const { build, publish, latest, files, copied } = setting(t);
  for (const content of ['first', 'second', 'first']) {
    build(content);
    const { wasThere } = await publish();
    assert.equal(latest(), `${nameOf(content)}\n`);
    assert.equal(wasThere, copied.length < 2 ? false : content === 'first');
  }
  assert.deepEqual(files(), [nameOf('first'), nameOf('second'), 'latest'].sort());
  assert.equal(copied.length, 2);
});

test('half a file under its name is replaced', async (t) => {
  const { build, publish, folder } = setting(t);
  build('first');
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, nameOf('first')), 'fir');
  await publish();
  assert.equal(readFileSync(path.join(folder, nameOf('first')), 'utf8'), 'first');
});

test('what is not what was built is not published', async (t) => {
  const { build, publish, folder, files } = setting(t);
  build('changed', 'robot', digest('first'));
  const failure = await failureOf(() => publish());
  assert.equal(failure.status, 2);
  assert.match(failure.what, /not what was built/);
  assert.deepEqual(existsSync(folder) ? files() : [], []);
});

test('a folder of another image is refused', async (t) => {
  const { build, publish, latest } = setting(t);
  build('first', 'kiosk');
  await publish();
  build('second');
  const failure = await failureOf(() => publish());
  assert.equal(failure.status, 2);
  assert.match(failure.what, /not for updates of `robot`: its `latest` names `kiosk-/);
  assert.equal(latest(), `${nameOf('first', 'kiosk')}\n`);
});

test('without a build, or one of an update, it says what to build', async (t) => {
  const { build, publish } = setting(t);
  assert.match((await failureOf(() => publish())).what, /Nothing was built/);
  build('first', 'robot', digest('first'), 'iso');
  const { status, remedy } = await failureOf(() => publish());
  assert.equal(status, 2);
  assert.match(remedy ?? '', /build --output update/);
});

test('an interruption leaves nothing', async (t) => {
  const { build, publish, files } = setting(t);
  build('first');
  const abort = new AbortController();
  abort.abort();
  assert.equal((await failureOf(() => publish(abort.signal))).status, 130);
  assert.deepEqual(files(), []);
});
