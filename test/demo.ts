/**
 * `npm run demo`: from nothing to the evidence that a power-failure-safe system runs, on the test bed's packages;
 * `npm run demo -- --powercut [OPTION]...`: to the report of the power-cut lab. Every step is the program itself, as a
 * user would call it.
 */
import { spawn } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { packageFile } from '../src/base/fs/package-file.js';
import { prove } from './acceptance/evidence.js';
import { type ImageProjectOptions, packages, writeImageProject } from './e2e/image-project.js';
import { ReportReader } from './e2e/report-service.js';
import { containerProject } from './helpers/container-project.js';
import { dockerHost, podmanHost } from './helpers/containers.js';
import { installTestTools } from './helpers/test-tools.js';
import { prepareTestbed } from './testbed/index.js';

const inMachine = { compareSlots: true } satisfies Partial<ImageProjectOptions>;
/** Its starts are as short as they can be, since hundreds may be asked for; its slots are not, for their many writes. */
const inLab = {
  list: [...packages, 'busybox', 'curl', 'grub2-tools', 'openssh-clients', 'squashfs-tools'],
  device: { slotFormat: 'files', commit: { steadySeconds: 10, limitSeconds: 300 } },
  report: null,
} satisfies Partial<ImageProjectOptions>;
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const undo: (() => void | Promise<void>)[] = [];
const isOfPowerCuts = process.argv[2] === '--powercut';
const engine = isOfPowerCuts ? 'native' : engineOf(process.argv.slice(2));
step('Preparing a package repository that stands in for Fedora');
const testbed = await prepareTestbed({ log: (line) => process.stderr.write(`  ${line}\n`) });
const { dir, words, env, flags } = engine === 'native' ? await ownDemo() : await somebodysDemo(engine);
await run(['doctor', ...(engine === 'native' && process.getuid?.() === 0 ? ['--install', '--yes'] : [])]);
await run(['lock', ...flags]);
if (isOfPowerCuts) await cutPower();
else await bootAndProve();
await tidy();

/** Without options as long as somebody waits for a demonstration; the same command goes on with the rest. */
async function cutPower(): Promise<void> {
  const options = process.argv.slice(3);
  const outputs = options.includes('install') ? 'raw,iso' : 'raw';
  await run(['build', '--output', outputs, ...flags]);
  await run(['powercut', 'output/demo.raw', ...(options.length === 0 ? ['--minutes', '10'] : options)]);
}

async function bootAndProve(): Promise<void> {
  await run(['build', ...flags]);
  // One call: installs onto an empty virtual disk, then boots what was installed.
  const patience = ['--wait-for', 'TFR-REPORT said three times', '--timeout', '1800'];
  await run(['boot', '--iso', '--memory', '1536', ...patience]);

  step('What the running system says of itself');
  const consoleLog = path.join(dir, 'output/vm/demo-console.log');
  const report = new ReportReader();
  for (const line of (await readFile(consoleLog, 'latin1')).split('\n')) report.take(line);
  const proofs = prove(report.values);
  for (const { promise, value, holds } of proofs) {
    process.stdout.write(`${holds ? 'ok  ' : 'FAIL'} ${promise}: ${value}\n`);
  }
  process.exitCode = proofs.every(({ holds }) => holds) ? 0 : 1;
}

/** The demo as whoever runs it, with the programs of this machine. */
async function ownDemo() {
  const cache = path.join(path.dirname(packageFile('package.json')), '.cache');
  const dir = path.join(cache, isOfPowerCuts ? 'demo-powercut' : 'demo');
  // A lab goes on where it was.
  if (!isOfPowerCuts) await rm(path.join(dir, 'output'), { recursive: true, force: true });
  await writeImageProject(dir, testbed, { name: 'demo', ...(isOfPowerCuts ? inLab : inMachine) });
  const words = [process.execPath, path.join(packageFile('build'), 'src/cli.js')];
  const flags = ['--cache-dir', path.join(cache, 'demo-cache'), '--engine', 'native'];
  return { dir, words, env: {}, flags };
}

/** The demo as an ordinary user, with programs of a container image. */
async function somebodysDemo(client: 'podman' | 'docker') {
  step(`Preparing an ordinary user, and an image for ${client} that stands in for Fedora's`);
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
  process.stderr.write('npm run demo [-- --engine native|podman|docker | -- --powercut [OPTION]...]\n');
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
  // A Ctrl-C in a terminal reaches it by itself; either way it tidies up before this ends.
  const isAtTerminal = process.stdin.isTTY === true;
  const onSignal = (signal: NodeJS.Signals) => {
    if (signal !== 'SIGINT' || !isAtTerminal) child.kill(signal);
  };
  for (const signal of signals) process.on(signal, onSignal);
  const status = await new Promise<number>((resolve) => child.once('close', (code) => resolve(code ?? 128)));
  for (const signal of signals) process.off(signal, onSignal);
  if (status === 0) return;
  await tidy();
  process.exit(status);
}
