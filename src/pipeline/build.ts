import path from 'node:path';
import type { Workplace } from '../engine/progress.js';
import { composeTree } from '../image/composed-tree.js';
import { makeInitramfs } from '../image/initramfs.js';
import { readPackageAccounts } from '../image/package-accounts.js';
import { inInstallOrder, readRelations, refuseHiddenPackageFiles } from '../image/package-relations.js';
import { kernelVersion, makeRootTree, newestBuildTime } from '../image/root-tree.js';
import { seedsOf } from '../image/seeds.js';
import { shell } from '../image/shell.js';
import { makeSlotImage, type SlotFacts } from '../image/slot-image.js';
import { coveredFolders } from '../project/override/hidden-files.js';
import type { Project } from '../project/project.js';
import { type ProjectParts, scriptsOf } from '../project/project-parts.js';
import { exportKeys } from '../rpm/keys.js';
import type { Lock } from '../rpm/lock.js';
import { fetchPackages } from '../rpm/store.js';
import { needsOf } from '../spec/build-needs.js';
import type { Artefact, ArtefactRecord } from './artefacts.js';
import type { BuildKeys } from './build-keys.js';
import { outputTask } from './build-outputs.js';
import { formatBytes } from './format.js';
import type { StageStore } from './stage-store.js';
import type { Task, TaskGroup } from './task.js';

/** What the stages of one build share. */
export interface Build {
  project: Project;
  lock: Lock;
  keys: BuildKeys;
  store: StageStore;
  record: ArtefactRecord;
  /** Overrides and hooks of the project. */
  parts: ProjectParts;
  cacheDir: string;
  outputDir: string;
  /** Filled by the tasks of the outputs. */
  artefacts: Artefact[];
}

/** What the tree stage knows of its packages. */
export interface TreeFacts {
  kernel: string;
  /** Seconds since 1970. */
  epoch: number;
  /** What the stage itself has to warn of. */
  warnings: readonly string[];
}

/**
 * The tasks of a build, in order. Each asks for its stage's result by its key and does nothing when it is there;
 * a stage that only earlier ones need is not looked at when a later one is there.
 */
export function buildTasks(build: Build): (Task | TaskGroup)[] {
  const { store, project } = build;
  // The keys are read by the tasks, not here: a lock that is made in the same run decides them.
  const needs = needsOf(project.spec);
  const treeNeeded = () => !needs.slot || !store.has('slot', build.keys.slot);
  const skipped = async () => 'unchanged';
  const tasks: Task[] = [
    {
      id: 'packages',
      title: 'Packages',
      run: async (place) => {
        if (needs.tree && store.has('tree', build.keys.tree)) return skipped();
        await fetchPackages(build.lock, project, place, build.cacheDir);
        const bytes = build.lock.packages.reduce((sum, { size }) => sum + size, 0);
        return `${build.lock.packages.length} packages, ${formatBytes(bytes)}`;
      },
    },
    {
      id: 'tree',
      title: 'Root tree',
      run: async (place) => stageText(treeNeeded() ? await tree(build, place) : null),
    },
    {
      id: 'compose',
      title: 'Settings and overrides',
      run: async (place) => stageText(treeNeeded() ? await composed(build, place) : null),
    },
    {
      id: 'initramfs',
      title: 'Initramfs',
      run: async (place) => stageText(treeNeeded() ? await initramfs(build, place) : null),
    },
    {
      id: 'slot',
      title: 'Slot image',
      run: async (place) => {
        const { facts, reused } = await slot(build, place);
        return `${reused ? 'unchanged, ' : ''}${facts.sizeMiB} MiB, ${facts.memoryMiB} MiB in memory`;
      },
    },
  ];
  const outputs = project.spec.outputs.map((kind) => outputTask(build, kind));
  const needed = tasks.filter(
    ({ id }) => id === 'packages' || (id === 'tree' || id === 'compose' ? needs.tree : needs.slot),
  );
  return [...needed, { id: 'outputs', title: 'Outputs', tasks: outputs.flat(), concurrent: true }];
}

function stageText(result: { reused: boolean; facts: TreeFacts } | null): string | undefined {
  const warnings = result?.facts.warnings ?? [];
  const words = [
    ...(result === null || result.reused ? ['unchanged'] : []),
    ...(warnings.length === 0 ? [] : [`warning: ${warnings.join(' ')}`]),
  ];
  return words.length === 0 ? undefined : words.join(', ');
}

/** Root tree of the packages. */
export function tree(build: Build, place: Workplace) {
  const { lock, project, keys, store, cacheDir } = build;
  return store.ensure<TreeFacts>(place, 'tree', keys.tree, async (out, scratch) => {
    const files = await fetchPackages(lock, project, place, cacheDir);
    const locked = lock.packages.map(({ sha256 }) => files.get(sha256) ?? '');
    const relations = await readRelations(place, locked, scratch);
    refuseHiddenPackageFiles(relations, coveredFolders(project.spec));
    const packageFiles = inInstallOrder(locked, relations);
    const epoch = await newestBuildTime(place, packageFiles);
    const root = path.join(out, 'root');
    const keyFiles = await exportKeys(lock, project, place, scratch, cacheDir);
    const { languages } = project.spec.system;
    const scripts = scriptsOf(build.parts, 'pre-install');
    const setup = lock.packages.find(({ name }) => name === 'setup');
    const setupFile = files.get(setup?.sha256 ?? '') ?? null;
    const preInstall = { scripts, repo: build.parts.isoOverride };
    const accounts = await readPackageAccounts(place, packageFiles, scratch);
    const warnings = await makeRootTree(place, {
      ...{ root, packageFiles, keyFiles, languages, epoch, accounts, setup: setupFile, scratch },
      preInstall: scripts.length === 0 ? null : preInstall,
    });
    return { kernel: await kernelVersion(place, root), epoch, warnings };
  });
}

/** Lines for the image's own list of packages. */
export function packageLines({ packages }: Pick<Lock, 'packages'>): string[] {
  return packages.map(
    ({ name, epoch, version, release, arch }) => `${name}-${epoch}:${version}-${release}.${arch}`,
  );
}

/** The tree with settings and overrides. */
export function composed(build: Build, place: Workplace) {
  return build.store.ensure<TreeFacts>(place, 'compose', build.keys.compose, async (out, scratch) => {
    const { dir, facts } = await tree(build, place);
    const warnings = await composeTree(place, {
      spec: build.project.spec,
      system: build.parts.kickstart.system,
      tree: path.join(dir, 'root'),
      out: path.join(out, 'root'),
      override: build.parts.rootOverride,
      scripts: scriptsOf(build.parts, 'post-nochroot', 'post'),
      isoOverride: build.parts.isoOverride,
      hooks: build.parts.hooks,
      epoch: facts.epoch,
      packages: packageLines(build.lock),
      scratch,
    });
    return { ...facts, warnings };
  });
}

/** The initramfs of installed systems and of the installer. */
export function initramfs(build: Build, place: Workplace) {
  return build.store.ensure<TreeFacts>(place, 'initramfs', build.keys.initramfs, async (out) => {
    const { dir, facts } = await composed(build, place);
    await makeInitramfs(place, { root: path.join(dir, 'root'), outDir: out, ...facts });
    return { ...facts, warnings: [] };
  });
}

/** The image of both slots, and what lies beside it. */
export function slot(build: Build, place: Workplace) {
  const { store, keys, lock, project } = build;
  return store.ensure<SlotFacts & TreeFacts>(place, 'slot', keys.slot, async (out, scratch) => {
    const base = await composed(build, place);
    const boot = await initramfs(build, place);
    const work = path.join(scratch, 'root');
    await shell(place, 'copying the root tree', 'cp -al "$1" "$2"', path.join(base.dir, 'root'), work);
    const facts = await makeSlotImage(place, {
      spec: project.spec,
      tree: work,
      initramfs: path.join(boot.dir, 'initramfs.img'),
      seeds: seedsOf(lock),
      outDir: out,
      scratch,
      ...base.facts,
    });
    return { ...facts, ...base.facts, warnings: [] };
  });
}
