import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { after, before, it } from 'node:test';
import { type StartedCli, startCli } from '../cli/start-cli.js';
import { mustRun, runProgram } from '../helpers/run-program.js';
import { type AnacondaProject, anacondaProject } from '../image/anaconda/project.js';
import { bootLimit, startDevice } from './device.js';

const undo: (() => void)[] = [];
process.once('exit', () => {
  for (const step of undo) step();
});

let project: AnacondaProject;
let pxe: string;
let server: StartedCli;
let port: string;
/** The words that the kernel was started with, with the address under which this machine is known to itself. */
let words: string[];

before(async () => {
  project = await anacondaProject({ after: (step) => void undo.push(step) });
  pxe = path.join(project.dir, 'output/pxe');
  await project.write('hooks.d/10 a note.sh', 'touch /etc/hooked\n');
  await project.write('hooks.d/.gitkeep', '');
  await project.edit({ outputs: ['pxe'] });
  await project.must(['build']);
  server = startCli(['serve', '--address', '127.0.0.1', '--port', '0'], { cwd: project.dir });
  undo.push(() => server.kill('SIGKILL'));
  [, port = ''] = /:(\d+)\/boot/.exec(await server.until(/http:\/\/127\.0\.0\.1:\d+\/boot\.ipxe/)) ?? [];
});

after(() => server.kill('SIGKILL'));

/** What of the words begins with that name. */
function wordOf(name: string): string {
  return words.find((word) => word.startsWith(`${name}=`))?.slice(name.length + 1) ?? '';
}

it('an empty machine is started from the network with the kernel of the release and the address of its files', async () => {
  const disk = path.join(project.scratch, 'disk.raw');
  mustRun('truncate', ['-s', '64M', disk]);
  const machine = await startDevice({
    disk,
    dir: path.join(project.scratch, 'logs'),
    name: 'network',
    // QEMU's own network shows this machine under that address.
    bootUrl: `http://10.0.2.2:${port}/boot.ipxe`,
  });
  try {
    await machine.waitFor('tmpfsroot installer', { timeoutMs: bootLimit });
    machine.write('i');
    const line = await machine.waitFor(/stand-in started with: [^\r\n]*\n/, { timeoutMs: bootLimit });
    words = line.trim().replaceAll('10.0.2.2', '127.0.0.1').split(/\s+/);
  } finally {
    await machine.powerCut();
  }
  assert.match(wordOf('inst.ks'), new RegExp(`^http://127\\.0\\.0\\.1:${port}/.*/ks\\.cfg$`));
  assert.match(wordOf('tfr.install'), /^TFR_[0-9A-F]{12}$/);
  for (const word of ['inst.nosave=all', 'rd.shell=0', 'rd.emergency=reboot', 'console=ttyS0,115200'])
    assert.ok(words.includes(word), `${word} in ${words}`);
});

it('what Anaconda loads is where the words say: second stage, kickstart file, repository', () => {
  const load = (url: string) => mustRun('curl', ['-fsS', url]);
  const original = path.join(project.standIn.file, '../tree');
  assert.equal(
    load(`${wordOf('inst.stage2')}/images/install.img`),
    readFileSync(path.join(original, 'images/install.img'), 'utf8'),
  );
  assert.equal(load(wordOf('inst.ks')), readFileSync(path.join(pxe, 'ks.cfg'), 'utf8'));
  const packages = mustRun('dnf', [
    ...['-q', '--setopt=reposdir=/nonexistent', `--setopt=cachedir=${project.scratch}/dnf`],
    ...[`--repofrompath=tfr,${wordOf('inst.repo')}`, '--repo=tfr', 'repoquery', '--location', 'bash'],
  ]);
  mustRun('curl', ['-fsS', '-o', '/dev/null', packages.trim()]);
});

it('the kickstart file brings all of ours into memory, and finds each file to be the one that was built', () => {
  const kickstart = readFileSync(path.join(pxe, 'ks.cfg'), 'utf8');
  const [, section = ''] = /^%pre --erroronfail --log=\S+\n([\s\S]*?)^%end$/m.exec(kickstart) ?? [];
  const machine = path.join(project.scratch, 'sys');
  mkdirSync(path.join(machine, 'block'), { recursive: true });
  mkdirSync(path.join(machine, 'firmware/efi'), { recursive: true });
  const lines = [
    // A machine that was started by UEFI, and has no disk.
    'mount --bind "$1" /sys && mount -t tmpfs run /run && mount -t tmpfs tmp /tmp',
    'printf "%s\\n" "$2" >/tmp/cmdline && mount --bind /tmp/cmdline /proc/cmdline',
    'status=0; sh -c "$3" || status=$?',
    'find /run/install/repo/tfr -type f -printf "%P\\n"; exit "$status"',
  ];
  const run = () =>
    runProgram('unshare', ['-m', 'sh', '-euc', lines.join('\n'), 'sh', machine, words.join(' '), section]);
  const { status, stdout, stderr } = run();
  assert.equal(status, 1);
  assert.match(stdout, /checking the packages\n.*failed: the disk sda is not there/s, stderr);
  const names = [
    'install.conf',
    'hooks.d/10 a note.sh',
    'packages/repodata/repomd.xml',
    'anaconda/finish.sh',
  ];
  for (const name of names) assert.ok(stdout.split('\n').includes(name), `${name}: ${stderr}`);

  const [, name = ''] = /^\S+ {2}(packages\/bash\S+\.rpm)$/m.exec(fileList()) ?? [];
  const file = path.join(pxe, 'tfr', name);
  assert.ok(statSync(file).nlink > 1, 'a package is another name of that in the store');
  rmSync(file);
  const missing = run();
  assert.equal(missing.status, 1);
  assert.match(missing.stderr, /404/);
  assert.doesNotMatch(missing.stdout, /installing onto/);
});

it('a build makes it whole again when a part of it is gone, and else leaves it', async () => {
  assert.doesNotMatch((await project.must(['build'])).stderr, /Network installer \(Anaconda\): unchanged/);
  mustRun('sh', ['-c', 'cd "$1" && sha256sum --check --quiet --strict files.sha256', 'sh', `${pxe}/tfr`]);
  assert.match((await project.must(['build'])).stderr, /Network installer \(Anaconda\): unchanged/);
});

it('is not made for devices whose memory could not hold it', async () => {
  await project.edit({ device: { memoryMiB: 800 } });
  const { status, stderr } = await project.run(['build']);
  assert.equal(status, 1);
  assert.match(
    stderr,
    /800 MiB of memory cannot install this image from the network: about \S+ \S+ are needed/,
  );
});

function fileList(): string {
  return readFileSync(path.join(pxe, 'tfr/files.sha256'), 'utf8');
}
