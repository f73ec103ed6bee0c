/**
 * `npm run demo`: from nothing to the evidence that a power-failure-safe system runs, on the test bed's packages.
 * Every step is the program itself, as a user would call it.
 */
import { spawn } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { packageFile } from '../src/engine/package-file.js';
import { writeImageProject } from './e2e/image-project.js';
import { ReportReader } from './e2e/report-service.js';
import { containerProject } from './helpers/container-project.js';
import { dockerHost, podmanHost } from './helpers/containers.js';
import { installTestTools } from './helpers/test-tools.js';
import { prepareTestbed } from './testbed/index.js';

const evidence: readonly [string, string, RegExp][] = [
  ['root', '/ is in memory', /^tmpfs$/],
  ['slots-mounted', 'the slots are unmounted', /^0$/],
  ['persist', '/persist is read-only', /^ext4 ro,/],
  ['persist-write', 'a write to /persist is refused', /^no$/],
  ['slots-equal', 'A and B hold the same image', /^yes$/],
  ['rootfs-id', '/etc/rootfs-id', /^7f500002-/],
  ['log', '/var/log', /^ext4 rw,/],
  ['cmdline', "the kernel's command line", /tfr\.slot=a/],
];

const undo: (() => void | Promise<void>)[] = [];
const engine = engineOf(process.argv.slice(2));
step('Preparing a package repository that stands in for Fedora');
const testbed = await prepareTestbed({ log: (line) => process.stderr.write(`  ${line}\n`) });
const { dir, words, env, flags } = engine === 'native' ? await ownDemo() : await somebodysDemo(engine);
await run(['doctor', ...(engine === 'native' && process.getuid?.() === 0 ? ['--install', '--yes'] : [])]);
await run(['lock', ...flags]);
await run(['build', ...flags]);
// One call: installs onto an empty virtual disk, then boots what was installed.
const patience = ['--wait-for', 'TFR-REPORT said three times', '--timeout', '1800'];
await run(['boot', '--iso', '--memory', '1536', ...patience]);

step('What the running system says of itself');
const consoleLog = path.join(dir, 'output/vm/demo-console.log');
const report = new ReportReader();
for (const line of (await readFile(consoleLog, 'latin1')).split('\n')) report.take(line);
let failed = false;
for (const [key, what, expected] of evidence) {
  const value = report.values.get(key) ?? '(nothing)';
  const holds = expected.test(value);
  failed ||= !holds;
  process.stdout.write(`${holds ? 'ok  ' : 'FAIL'} ${what}: ${value}\n`);
}
process.exitCode = failed ? 1 : 0;
await tidy();

/** The demo as whoever runs it, with the programs of this machine. */
async function ownDemo() {
  const dir = path.join(path.dirname(packageFile('package.json')), '.cache/demo');
  await rm(path.join(dir, 'output'), { recursive: true, force: true });
  await writeImageProject(dir, testbed, { name: 'demo', compareSlots: true });
  const words = [process.execPath, path.join(packageFile('build'), 'src/cli.js')];
  const flags = ['--cache-dir', path.join(dir, '../demo-cache'), '--engine', 'native'];
  return { dir, words, env: {}, flags };
}

/** The demo as somebody who is not root, with programs of a container image. */
async function somebodysDemo(client: 'podman' | 'docker') {
  step(`Preparing a user who is not root, and an image for ${client} that stands in for Fedora's`);
  installTestTools((line) => process.stderr.write(`  ${line}\n`));
  const t = { after: (one: () => void | Promise<void>) => void undo.push(one) };
  const host = await (client === 'podman' ? podmanHost(t) : dockerHost(t));
  const project = await containerProject(t, host, { name: 'demo', compareSlots: true });
  return { ...project, flags: project.engine };
}

function engineOf(args: readonly string[]): 'native' | 'podman' | 'docker' {
  const [flag, name] = args;
  if (flag === undefined) return 'native';
  if (flag === '--engine' && (name === 'native' || name === 'podman' || name === 'docker')) return name;
  process.stderr.write('npm run demo [-- --engine native|podman|docker]\n');
  process.exit(2);
}

async function tidy(): Promise<void> {
  for (const one of undo) await one();
}

function step(text: string): void {
  process.stderr.write(`\n== ${text}\n`);
}

async function run(args: string[]): Promise<void> {
  step(`tmpfsroot-wizard ${args.join(' ')}`);
  const [program = '', ...before] = words;
  const child = spawn(program, [...before, ...args], {
    cwd: dir,
    env: { ...(engine === 'native' ? process.env : {}), ...env },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const status = await new Promise<number>((resolve) => child.once('close', (code) => resolve(code ?? 128)));
  if (status === 0) return;
  await tidy();
  process.exit(status);
}
