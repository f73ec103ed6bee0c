import assert from 'node:assert/strict';
import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { describe, it } from 'node:test';
import { runProgram } from '../helpers/run-program.js';
import { assertError } from './assert-failure.js';
import { type CliProject, cliProject } from './cli-project.js';

/** Guards against hanging, in milliseconds. */
const patience = 60_000;

/** Runs a command that must end by itself; one that does not is killed. */
async function runToEnd(project: CliProject, words: readonly string[], env: Record<string, string> = {}) {
  const started = project.start(words, { env });
  const timer = setTimeout(() => started.kill('SIGKILL'), patience);
  try {
    return await started.ended;
  } finally {
    clearTimeout(timer);
  }
}

/** Puts a FIFO, to which nobody writes, in the place of a file. */
function makeFifo(file: string): void {
  rmSync(file, { recursive: true, force: true });
  mkdirSync(path.dirname(file), { recursive: true });
  assert.equal(runProgram('mkfifo', [file]).status, 0);
}

describe('a FIFO in the place of an input is refused at once, and named', () => {
  const table: [file: string, words: string[], edit?: object][] = [
    ['tmpfsroot.json', ['build']],
    ['packages.list', ['lock']],
    ['rpms.lock', ['build']],
    ['ks/a.cfg', ['lock']],
    ['ks/included.txt', ['lock']],
    ['key.asc', ['lock'], { repositories: [{ id: 'r', baseurl: ['file:///nowhere'], keys: ['key.asc'] }] }],
    ['preset.json', ['init', '--preset', './preset.json', '-C', 'new']],
    ['config/tmpfsroot-wizard/presets/mine.json', ['presets', 'export', 'mine']],
    ['output/build.json', ['boot']],
    ['disk.raw', ['boot', '--disk', 'disk.raw']],
  ];
  for (const [file, words, edit] of table) {
    it(file, async (t) => {
      const project = await cliProject(t, { lines: ['bash'] });
      if (file === 'ks/included.txt') await project.write('ks/a.cfg', '%include included.txt\n');
      if (edit !== undefined) await project.edit(edit);
      makeFifo(path.join(project.dir, file));
      const env = { XDG_CONFIG_HOME: path.join(project.dir, 'config') };
      const ran = await runToEnd(project, words, env);
      assertError(ran, 2, new RegExp(path.basename(file).replaceAll('.', '\\.')));
    });
  }

  it('records of other runs, which count as damaged then', async (t) => {
    const project = await cliProject(t, { lines: ['bash'] });
    for (const file of ['.build-state.json', '.rpms.lock.sha256', 'rpms.lock'])
      makeFifo(path.join(project.dir, 'output', file));
    assert.equal((await runToEnd(project, ['lock'])).status, 0);
  });
});

it('an endless file in the place of an input is refused at once', async (t) => {
  const project = await cliProject(t, { lines: ['bash'] });
  rmSync(path.join(project.dir, 'packages.list'));
  symlinkSync('/dev/zero', path.join(project.dir, 'packages.list'));
  assertError(await runToEnd(project, ['lock']), 2, /packages\.list/, /It is a device, not a file/);
});

describe('a metalink without an end', () => {
  async function served(t: { after(undo: () => void): void }, everyMs: number) {
    const project = await cliProject(t, { lines: ['bash'] });
    const server = createServer((_, response) => {
      const timer = setInterval(() => response.write('<a>'.repeat(20_000)), everyMs);
      response.once('close', () => clearInterval(timer));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    t.after(() => {
      server.closeAllConnections();
      server.close();
    });
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/metalink`;
    await project.edit({ repositories: [{ id: 'endless', metalink: url, keys: [project.testbed.key] }] });
    const asked = new Promise<void>((resolve) => server.once('request', () => resolve()));
    return { project, url, asked };
  }

  it('is given up, and its repository named', async (t) => {
    const { project, url } = await served(t, 1);
    assertError(await runToEnd(project, ['lock']), 1, /`endless`/, new RegExp(url), /sent more than 1\.0 MB/);
  });

  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    it(`ends by ${signal} within a second`, async (t) => {
      const { project, asked } = await served(t, 2000);
      const started = project.start(['lock']);
      await asked;
      const at = performance.now();
      started.kill(signal);
      assert.equal((await started.ended).status, signal === 'SIGINT' ? 130 : 143);
      // The second is what a person waits; a machine with much to do gets ten.
      assert.ok(performance.now() - at < 10_000);
    });
});
