import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, type TestContext, test } from 'node:test';
import { chunkBytes } from '../../src/image/update/update-manifest.js';
import { firstState } from '../../src/slots/boot-state.js';
import { makeSmallSlotFacts } from '../helpers/small-root.js';
import { madeUpdate, updateBytes } from './made-update.js';
import { tried, UpdateLab, uuid } from './update-lab.js';
import { serveUpdate } from './update-server.js';

describe('an update from a web server', { concurrency: 1 }, () => {
  const lab = new UpdateLab();
  const bytes = () => readFileSync(lab.at('robot.update'));

  test('is fetched by parts, and only those that differ', async (t) => {
    const { url, sent } = await serveUpdate(t, bytes);
    // As after a cut: the last MiB is there already.
    const partly = Buffer.concat([lab.old.subarray(0, 3 * chunkBytes), lab.next.subarray(3 * chunkBytes)]);
    const { text, state } = await lab.run(url, { before: partly });
    assert.deepEqual([state, lab.slotB().equals(lab.next)], [tried, true], text);
    assert.ok(sent() < bytes().length, `${sent()} of ${bytes().length}`);
  });

  describe('that the image names', { concurrency: 1 }, () => {
    after(() => lab.writeFacts());

    test('is taken from there, and once: what was tried and found bad is not tried for ever', async (t) => {
      const { url } = await serveUpdate(t, bytes);
      lab.writeFacts({ url, restartAt: '03:30' });
      const first = await lab.run('', {});
      assert.deepEqual([first.state, lab.slotB().equals(lab.next)], [tried, true], first.text);
      assert.match(first.text, /on-calendar=03:30/);
      const bad = { ...firstState, ok1: '0' } as const;
      const second = await lab.again('', { state: bad });
      assert.deepEqual([second.status, second.writes, second.state], [0, 0, bad], second.text);
      assert.match(second.text, /holds this image already/);
      const third = await lab.run('', { left: `b ${uuid.new} robot` });
      assert.deepEqual([third.status, third.writes], [0, 0], third.text);
      assert.match(third.text, /this image was tried, and left/);
      // Somebody who names it means it.
      assert.deepEqual((await lab.again(url, { state: bad })).state, tried);
    });

    test('in a folder is the one that is the latest there', async (t) => {
      const { url } = await serveUpdate(t, bytes, 'folder');
      lab.writeFacts({ url });
      const { text, state } = await lab.run('', {});
      assert.deepEqual([state, lab.slotB().equals(lab.next)], [tried, true], text);
    });

    test('is fetched no faster than the image says, or the person', async (t) => {
      for (const [rateLimitKiB, options] of [
        [256, ''],
        [0, '--limit-rate 256'],
      ] as const) {
        const { url, sent } = await serveUpdate(t, bytes);
        lab.writeFacts({ rateLimitKiB });
        const start = performance.now();
        const { text, state } = await lab.run(url, { options });
        assert.deepEqual(state, tried, text);
        // curl(1) lets the first of each request through as it comes.
        const least = sent() / 1024 / 256 / 2;
        assert.ok((performance.now() - start) / 1000 > least, `${sent()} bytes in less than ${least} s`);
      }
    });

    test('is not looked for where the image names none', async () => {
      lab.writeFacts();
      const { text, status } = await lab.run('', {});
      assert.match(text, /^Usage: /m);
      assert.equal(status, 2);
    });
  });

  test('that sends no parts, an error, or nothing at all is told apart', async (t) => {
    const whole = await serveUpdate(t, bytes, 'whole');
    lab.isUntouched(await lab.run(whole.url));
    assert.match((await lab.run(whole.url)).text, /sends no parts of files/);
    const missing = await serveUpdate(t, bytes, 'missing');
    assert.match((await lab.run(missing.url)).text, /answers with status 404/);
    const closed = await serveUpdate(t, bytes);
    closed.close();
    assert.match((await lab.run(closed.url)).text, /cannot be reached: .*/);
  });

  describe('to a slot with a compressed image', { concurrency: 1 }, () => {
    let [own, later] = [Buffer.alloc(0), Buffer.alloc(0)];
    const bytesLater = () => readFileSync(lab.at('later.update'));

    before(async () => {
      const updateKeys = [readFileSync(lab.at('ours.pub'), 'utf8').trim()];
      const change = 'echo more >>etc/debian_version; echo another >usr/own/new.conf';
      const slot = { format: 'squashfs', moreMiB: 24, updateKeys } as const;
      const first = await makeSmallSlotFacts({ ...slot, dir: lab.at('own') });
      const second = await makeSmallSlotFacts({ ...slot, dir: lab.at('later'), change });
      [own, later] = [readFileSync(first.file), readFileSync(second.file)];
      const pieces = second.pieces && {
        ...second.pieces,
        text: readFileSync(path.join(path.dirname(second.file), 'pieces'), 'latin1'),
      };
      assert.ok(pieces !== null);
      const other = { slotMiB: second.sizeMiB, pieces };
      writeFileSync(
        lab.at('later.update'),
        updateBytes(madeUpdate(lab.at('later.parts'), later, lab.at('ours'), other)),
      );
    });
    after(() => writeFileSync(lab.at('a.img'), lab.old));

    const apply = async (t: TestContext, running: Buffer) => {
      writeFileSync(lab.at('a.img'), running);
      const { url, sent } = await serveUpdate(t, bytesLater);
      const result = await lab.run(url, { before: Buffer.alloc(later.length) });
      assert.deepEqual([result.state, lab.slotB().equals(later)], [tried, true], result.text);
      return sent();
    };

    test('takes what the running slot has from there', async (t) => {
      const sent = await apply(t, own);
      // The manifest, and what changed.
      assert.ok(sent < 1_000_000, `${sent} of ${later.length}`);
    });

    test('fetches what the running slot has lost', async (t) => {
      const damaged = Buffer.from(own);
      damaged.fill('damage', damaged.length >> 1, (damaged.length >> 1) + 100);
      const sent = await apply(t, damaged);
      assert.ok(sent < 4_000_000, `${sent} of ${later.length}`);
    });

    test('fetches all of it where the running slot has no table', async (t) => {
      const sent = await apply(t, lab.old);
      assert.ok(sent > later.length / 2, `${sent} of ${later.length}`);
    });
  });

  test('in a folder whose `latest` names no file of it is refused', async (t) => {
    for (const latest of ['', '../robot.update\n', '.hidden\n', 'a b\n', `${'a'.repeat(300)}\n`]) {
      const { url } = await serveUpdate(t, bytes, 'folder', latest);
      const result = await lab.run(url);
      lab.isUntouched(result);
      assert.match(result.text, /refused: /);
    }
  });

  test('that never ends is cut off', async (t) => {
    const { url } = await serveUpdate(t, bytes, 'endless');
    const result = await lab.run(url);
    assert.match(result.text, /refused/);
    lab.isUntouched(result);
  });

  test('that goes away in the middle leaves a slot that is not started, and the next call goes on', async (t) => {
    const broken = await serveUpdate(t, bytes, 'broken');
    const first = await lab.run(broken.url);
    assert.deepEqual([first.status, first.state.ok1, first.state.trial], [1, '0', ''], first.text);
    assert.match(first.text, /cut short|cannot be reached/);
    const { url } = await serveUpdate(t, bytes);
    const second = await lab.again(url, { state: first.state });
    assert.deepEqual([second.state, lab.slotB().equals(lab.next)], [tried, true], second.text);
  });

  test('whose line breaks keeps what has arrived: the next call fetches the rest', async (t) => {
    const whole = await serveUpdate(t, bytes);
    await lab.run(whole.url);
    const cut = await serveUpdate(t, bytes, 'cut');
    const first = await lab.run(cut.url);
    assert.deepEqual([first.status, first.state.ok1], [1, '0'], first.text);
    assert.match(first.text, /refused: it is cut short/);
    const rest = await serveUpdate(t, bytes);
    const second = await lab.again(rest.url, { state: first.state });
    assert.deepEqual([second.state, lab.slotB().equals(lab.next)], [tried, true], second.text);
    assert.ok(rest.sent() < whole.sent(), `${rest.sent()} of ${whole.sent()} bytes`);
  });
});
