import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { publishedProgram } from '../helpers/published-program.js';
import { scratchFolder } from '../helpers/scratch.js';
import { openTerminal, type Terminal } from '../terminal/terminal.js';

/** A shell with the program on its PATH, that has read the script it printed for this shell. */
async function openShell(
  t: TestContext,
  dir: string,
  program: string,
  args: readonly string[],
  source: string,
): Promise<Terminal> {
  const terminal = openTerminal({
    ...{ program, args, cwd: path.join(dir, 'project'), columns: 100 },
    env: { PATH: `${dir}/bin:${process.env.PATH}`, PS1: '> ', TERM: 'xterm' },
  });
  t.after(() => terminal.close());
  for (const key of `${source}; echo re''ady`) terminal.press(key);
  terminal.press('enter');
  await terminal.until(/^ready/m);
  await terminal.quiet();
  return terminal;
}

/** Types a command line, presses Tab, and waits for the line to be completed. */
async function completed(terminal: Terminal, typed: string, wanted: RegExp): Promise<void> {
  for (const key of typed) terminal.press(key);
  terminal.press('tab');
  await terminal.until(wanted);
  terminal.press('ctrl-u');
  await terminal.quiet();
}

test('bash, zsh and fish complete commands, options, values and folders', async (t) => {
  const dir = scratchFolder(t);
  const entry = publishedProgram(path.join(dir, 'published'));
  mkdirSync(path.join(dir, 'project/robot-arm'), { recursive: true });
  mkdirSync(path.join(dir, 'bin'));
  const bin = path.join(dir, 'bin/tmpfsroot-wizard');
  writeFileSync(bin, `#!/bin/sh\nexec ${process.execPath} ${entry} "$@"\n`);
  chmodSync(bin, 0o755);
  const shells = [
    ['bash', ['--norc', '--noprofile'], 'source <(tmpfsroot-wizard completion bash)'],
    ['zsh', ['-f'], 'autoload -U compinit; compinit -u; source <(tmpfsroot-wizard completion zsh)'],
    ['fish', ['--no-config'], 'tmpfsroot-wizard completion fish | source'],
  ] as const;
  for (const [program, args, source] of shells) {
    await t.test(program, async (t) => {
      const terminal = await openShell(t, dir, program, args, source);
      await completed(terminal, 'tmpfsroot-wizard reb', /tmpfsroot-wizard rebuild/);
      await completed(terminal, 'tmpfsroot-wizard build --rel', /build --release/);
      await completed(terminal, 'tmpfsroot-wizard build --selinux enf', /--selinux enforcing/);
      await completed(terminal, 'tmpfsroot-wizard build --selinux=enf', /--selinux=enforcing/);
      await completed(terminal, 'tmpfsroot-wizard presets show gatew', /show gateway/);
      await completed(terminal, 'tmpfsroot-wizard lock -C rob', /-C robot-arm/);
    });
  }
});
