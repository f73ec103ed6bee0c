/**
 * `npm run demo`: from nothing to the evidence that a power-failure-safe system runs, on the test bed's packages.
 * Every step is the program itself, as a user would call it.
 */
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { packageFile } from '../src/engine/package-file.js';
import { writeImageProject } from './e2e/image-project.js';
import { ReportReader } from './e2e/report-service.js';
import { cli } from './helpers/cli.js';
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

const dir = path.join(path.dirname(packageFile('package.json')), '.cache/demo');
await rm(path.join(dir, 'output'), { recursive: true, force: true });
step('Preparing a package repository that stands in for Fedora');
const testbed = await prepareTestbed({ log: (line) => process.stderr.write(`  ${line}\n`) });
await writeImageProject(dir, testbed, { name: 'demo', compareSlots: true });
const cache = ['--cache-dir', path.join(dir, '../demo-cache')];
await run(['doctor', ...(process.getuid?.() === 0 ? ['--install', '--yes'] : [])]);
await run(['lock', ...cache]);
await run(['build', ...cache]);
// One call: installs onto an empty virtual disk, then boots what was installed.
await run([
  'boot',
  '--iso',
  '--memory',
  '1536',
  '--wait-for',
  'TFR-REPORT said three times',
  '--timeout',
  '1800',
]);

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

function step(text: string): void {
  process.stderr.write(`\n== ${text}\n`);
}

async function run(args: string[]): Promise<void> {
  step(`tmpfsroot-wizard ${args.join(' ')}`);
  const { status } = await cli(args, { cwd: dir, show: true });
  if (status !== 0) process.exit(status);
}
