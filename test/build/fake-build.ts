import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Build, describeBuild, lockBuild } from '../../src/build/build.js';
import { folderDigests } from '../../src/build/keys.js';
import type { Output } from '../../src/build/outputs/output.js';
import type { BuildSource, Dependency, Node, Room, Stage } from '../../src/build/stage.js';
import { buildTasks } from '../../src/build/tasks.js';
import type { ImageSpec } from '../../src/config/image-spec.js';
import { silentProgress } from '../../src/engine/progress.js';
import type { BuildableProject } from '../../src/project/folder/project.js';
import type { ProjectExtras } from '../../src/project/folder/project-extras.js';
import type { KickstartScript } from '../../src/project/kickstart/kickstart-script.js';
import { readKickstart } from '../../src/project/kickstart/read-kickstart.js';
import type { Lock } from '../../src/rpm/lock/lock.js';
import { isGroup } from '../../src/run/task.js';
import { fakeEngine } from '../helpers/fake-engine.js';
import { scratchFolder } from '../helpers/scratch.js';
import { specOf } from '../image/spec-of.js';
import { lockedPackage } from '../rpm/fixture.js';

/** All that a build is made of, as a test changes it. */
export interface World {
  spec: ImageSpec;
  lock: Lock;
  parts: Omit<ProjectExtras, 'kickstart'>;
  scripts: KickstartScript[];
  /** The file that gave all settings. */
  givenIn: string;
  /** Programs that have another version than usual. */
  newTools: string[];
}

/** A call of a node's `make`. */
export interface Call {
  id: string;
  values: Readonly<Record<string, unknown>>;
  results: Readonly<Record<string, unknown>>;
}

export interface FakeBuild {
  build: Build;
  /** What a run would make, and what it did make: stages by their ids, outputs by their kinds. */
  run(): Promise<{ planned: string[]; ran: string[]; calls: Call[] }>;
  /** Seconds that each task of a run would say that it takes; stages by their ids, outputs by their kinds. */
  expected(): Promise<Record<string, number | null | undefined>>;
}

export function worldOf(change: (world: World) => void = () => {}): World {
  const world: World = {
    spec: specOf((spec) => {
      spec.outputs = ['iso', 'raw', 'pxe'];
    }),
    lock: {
      ...{ format: 1, release: 44, arch: 'x86_64', inputs: `sha256:${'0'.repeat(64)}`, resolver: 'none' },
      repositories: [{ id: 'fedora', repomd: `sha256:${'0'.repeat(64)}`, keys: [] }],
      packages: [lockedPackage({ name: 'bash', repo: 'fedora' })],
    },
    parts: { rootOverride: null, isoOverride: null, hooks: null, buildHooks: null, installHooks: null },
    ...{ scripts: [], givenIn: 'tmpfsroot.json', newTools: [] },
  };
  change(world);
  return world;
}

export async function projectOf(
  dir: string,
  { spec, parts, scripts, givenIn }: World,
): Promise<BuildableProject> {
  const kickstart = await readKickstart('/nowhere');
  return {
    ...{ dir, spec, packages: [], findings: [] },
    extras: { ...parts, kickstart: { ...kickstart, scripts } },
    where: () => givenIn,
  };
}

/** What the inputs of its nodes are taken from. */
export async function sourceOf(dir: string, world: World): Promise<BuildSource> {
  const project = await projectOf(dir, world);
  return { project, lock: world.lock, cacheDir: path.join(dir, 'cache'), digestsOf: folderDigests() };
}

/** The real graph of a build, with a store and an `output/` of its own; only what the nodes make is made up. */
export async function fakeBuild(dir: string, world: World): Promise<FakeBuild> {
  const project = await projectOf(dir, world);
  const calls: Call[] = [];
  const build = withFakeMake(await describeBuild(project, { HOME: dir }), calls);
  const engine = {
    ...fakeEngine(({ program, args }) => {
      if (program === 'rm') rmSync(args.at(-1) ?? '', { recursive: true });
      return '';
    }),
    toolVersions: async (programs: readonly string[]) =>
      programs.map((name) => `${name} ${world.newTools.includes(name) ? 2 : 1}`).join(),
  };
  const kindOf = (id: string) => build.outputs.find((one) => one.id === id)?.kind ?? id;
  return {
    build,
    async run() {
      calls.length = 0;
      await build.store.open();
      const locked = await lockBuild(build, world.lock, engine);
      const planned = [
        ...build.stages.filter(({ id }) => locked.made.has(id)),
        ...build.outputs.filter((one) => locked.currentOf(one) === null),
      ].map(({ id }) => kindOf(id));
      const place = { engine, progress: silentProgress, signal: new AbortController().signal };
      for (const task of buildTasks(build, Promise.resolve(locked)))
        for (const one of isGroup(task) ? task.tasks : [task]) await one.run(place);
      return { planned, ran: calls.map(({ id }) => kindOf(id)), calls: [...calls] };
    },
    async expected() {
      const locked = lockBuild(build, world.lock, engine);
      const tasks = buildTasks(build, locked).flatMap((task) => (isGroup(task) ? task.tasks : [task]));
      for (const { id, expect } of tasks) if (id !== 'record') assert.equal(expect?.(), null);
      await locked;
      // It looks which packages are there.
      await sleep(50);
      return Object.fromEntries(tasks.map(({ id, expect }) => [kindOf(id), expect?.()]));
    },
  };
}

/** Runs a build, then another one of the same folder; answers what the second made. */
export async function redone(t: TestContext, before: World, after: World): Promise<string[]> {
  const dir = scratchFolder(t);
  await (await fakeBuild(dir, before)).run();
  const { planned, ran } = await (await fakeBuild(dir, after)).run();
  if (planned.join() !== ran.join()) throw new Error(`planned ${planned.join()}, but made ${ran.join()}`);
  return ran;
}

const facts = {
  kernel: '1',
  epoch: 0,
  warnings: [],
  sizeMiB: 1,
  memoryMiB: 1,
  files: new Map(),
  count: 0,
  bytes: 0,
  damaged: [],
};

function withFakeMake(build: Build, calls: Call[]): Build {
  const stages = new Map<string, Stage>();
  const make = (id: string) => async (_place: unknown, values: unknown, results: unknown) => {
    calls.push({ id, values: values as Call['values'], results: results as Call['results'] });
    return facts;
  };
  const fakeStage = (stage: Stage): Stage => {
    const known = stages.get(stage.id) ?? { ...stage, deps: fakeDeps(stage), make: make(stage.id) };
    stages.set(stage.id, known);
    return known;
  };
  const fakeDependency = (one: Dependency): Dependency =>
    'stage' in one ? { ...one, stage: fakeStage(one.stage) } : fakeStage(one);
  const fakeDeps = ({ deps }: Node) =>
    Object.fromEntries(Object.entries(deps).map(([name, one]) => [name, fakeDependency(one)]));
  const fakeOutput = (output: Output): Output => ({
    ...output,
    deps: fakeDeps(output),
    async make(ctx, values, results, room) {
      await make(output.id)(ctx, values, results);
      for (const file of output.files) {
        const target = path.join((room as Room).out, file);
        mkdirSync(path.dirname(target), { recursive: true });
        writeFileSync(target, `${(room as Room).key}  ${path.basename(file)}\n`);
      }
    },
  });
  return { ...build, stages: build.stages.map(fakeStage), outputs: build.outputs.map(fakeOutput) };
}
