import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import type { Command } from '../../src/engine/engine.js';
import { createNativeEngine } from '../../src/engine/native/native.js';
import { foldersCommand, writable } from '../../src/engine/views.js';
import { attackTarget } from '../helpers/attack.js';
import { ordinaryUser } from '../helpers/ordinary-user.js';
import { publishedProgram } from '../helpers/published-program.js';
import { mustRun } from '../helpers/run-program.js';
import { scratchFolder } from '../helpers/scratch.js';
import { projectFolder } from '../testbed/places.js';
import { attacksOn } from './attacks.js';

function smallRoot(dir: string): string {
  const root = path.join(dir, 'root');
  for (const name of ['dev', 'proc', 'sys', 'run', 'tmp', 'usr'])
    mkdirSync(path.join(root, name), { recursive: true });
  for (const name of ['bin', 'lib', 'lib64', 'sbin']) symlinkSync(`usr/${name}`, path.join(root, name));
  return root;
}

for (const kind of Object.keys(attacksOn('', ''))) {
  test(`root's programs ${kind} neither read nor change anything else of the machine`, async (t) => {
    const target = attackTarget(t, '/var/lib');
    const command = attacksOn(smallRoot(scratchFolder(t)), target.attack)[kind] as Command;
    const { stdout } = await createNativeEngine().run(command);
    assert.equal(stdout, '');
    target.assertUntouched();
  });
}

/** Arguments of zeros do no harm, and tell a call that is refused (EPERM) from one that is tried. Numbers of x86_64. */
const systemCalls = `
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
for name, number, argument in (("bpf", 321, 0), ("perf_event_open", 298, 0), ("userfaultfd", 323, 0), ("ptrace", 101, 9),
                     ("io_uring_setup", 425, 0), ("keyctl", 250, 0), ("add_key", 248, 0), ("x32", 0x40000027, 0),
                     ("unshare", 272, 0x10000000), ("clone", 56, 0x10000000 | 17), ("TIOCSTI", 16, 0)):
    ctypes.set_errno(0)
    second = 0x5412 if name == "TIOCSTI" else 0
    if libc.syscall(number, argument, second, 0, 0, 0) >= 0 or ctypes.get_errno() != 1:
        print(name, ctypes.get_errno())
`;

test('programs in a view are refused what opens more of the kernel to them', async (t) => {
  const root = scratchFolder(t);
  const run = async (program: string) => {
    const args = ['-I', '-S', '-c', program];
    const shared = { program: '/usr/bin/python3', args, purpose: 'attacking', capture: true };
    return (await createNativeEngine().run(foldersCommand({ ...shared, folders: [writable(root)] }))).stdout;
  };
  assert.equal(await run(systemCalls), '');
  // What programs need for themselves goes on.
  const usual = 'import os, threading, subprocess; t = threading.Thread(target=print); t.start(); t.join()';
  assert.equal(await run(`${usual}; print(subprocess.call(["true"]), os.cpu_count() > 0)`), '\n0 True\n');
});

test("an ordinary user's programs neither read nor change anything else of the user's", (t) => {
  const user = ordinaryUser(t);
  const program = path.join(user.scratch, 'program');
  publishedProgram(program);
  const bundle = path.join(program, 'attack');
  mustRun('node_modules/.bin/rolldown', ['-c', 'rolldown.config.js', '--dir', bundle], {
    cwd: projectFolder(),
    env: { BUNDLE_ENTRY: 'build/test/engine/programs/attack-all.js' },
  });
  const target = attackTarget(t, user.home);
  const root = smallRoot(user.scratch);
  user.own(target.dir);
  user.own(user.scratch);
  const { status, stdout, stderr } = user.run(process.execPath, [
    path.join(bundle, 'attack-all.js'),
    root,
    target.attack,
  ]);
  assert.equal(stderr, '');
  assert.deepEqual([status, stdout], [0, '']);
  target.assertUntouched();
});
