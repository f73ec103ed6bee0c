import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { cliProject, fillSharedCache, sharedCache } from '../../cli/cli-project.js';
import { packages } from '../../e2e/image-project.js';
import { serveTestbed } from '../../testbed/index.js';
import { openWizard } from './open-wizard.js';

const patient = { timeoutMs: 300_000 };

describe('a run that fails', () => {
  it('for a package that there is not: says which one and what was meant; corrected, `r` builds', async (t) => {
    const project = await cliProject(t, { cacheDir: sharedCache });
    await project.edit({ outputs: ['iso'] });
    await fillSharedCache(project);
    await project.write('packages.list', `${[...packages, 'opensh-server'].join('\n')}\n`);
    const terminal = openWizard(t, { dir: project.dir, columns: 120, rows: 40 });
    await terminal.until('rpms.lock: to be written again');
    terminal.press('r');
    const text = await terminal.until('The run failed.');
    assert.match(text, /Stage: Resolve packages/);
    assert.match(text, /`opensh-server`/);
    assert.match(text, /What to do: .*`openssh-server`/s);
    assert.match(text, /`r` tries again, beginning with Resolve packages/);
    const log = /Log: (\S+)/.exec(text)?.[1] ?? '';
    assert.match(readFileSync(log, 'utf8'), /failed: .*opensh-server/);
    assert.match(text, /r again/);
    assert.doesNotMatch(text, /b boot in QEMU/);
    await project.write('packages.list', `${packages.join('\n')}\n`);
    terminal.press('r');
    assert.match(await terminal.until('Built.', patient), /Slot image: unchanged/);
  });

  it('for a repository that is gone: names it and the address; back again, `r` goes on with that stage', async (t) => {
    const { testbed } = await cliProject(t);
    const server = await serveTestbed(testbed, { faults: [{ path: /\.rpm$/, status: 503 }] });
    t.after(() => server.close());
    const project = await cliProject(t, { repositories: server.repositories });
    const terminal = openWizard(t, { dir: project.dir, network: true, columns: 120, rows: 40 });
    await terminal.until('rpms.lock: missing');
    terminal.press('r');
    const text = await terminal.until('The run failed.', patient);
    assert.match(text, /Stage: Packages/);
    assert.match(text, /503/);
    assert.ok(text.includes(server.url), text);
    assert.match(text, /What to do: /);
    server.setFaults([]);
    terminal.press('r');
    await terminal.until(/✔ Packages: .*\n[\s\S]*Root tree: /, patient);
    assert.match(terminal.screen().join('\n'), /rpms\.lock: matches its inputs, \d+ packages; it is kept/);
    terminal.press('ctrl-c');
    await terminal.until('Interrupted');
    // It looks at the folder again, and remembers keys in the cache, which is to be removed.
    terminal.press('q');
    assert.equal(await terminal.exit(), 0);
  });

  it('for a folder that cannot be written: says so, and what was chosen is still there', async (t) => {
    const terminal = openWizard(t, {
      args: ['--preset', 'robot'],
      shell: `unshare --mount sh -c 'mount -t tmpfs -o ro tmpfs . && cd . && exec "$@"' sh "$@"`,
    });
    await terminal.until('Preset robot: Enter builds it');
    terminal.press('enter');
    const text = await terminal.until('The run failed.');
    assert.match(text, /read-only|EROFS/i);
    terminal.press('escape');
    await terminal.until('❯ Build this image');
    terminal.press('ctrl-c');
    await terminal.until('Leave the wizard?');
  });
});
