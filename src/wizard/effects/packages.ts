import { Failure } from '../../base/failure.js';
import { asPart } from '../../base/failure-cause.js';
import { t } from '../../base/language/texts.js';
import { readMatchingLock } from '../../build/lock-project.js';
import { cacheFolder } from '../../config/cache-folder.js';
import type { ImageSpec } from '../../config/image-spec.js';
import { silentProgress } from '../../engine/progress.js';
import type { Project } from '../../project/folder/project.js';
import { readSpecPackages } from '../../project/packages/packages-list.js';
import { cachedPackageGroups } from '../../rpm/groups/kept-groups.js';
import { cachedPackageIndex, packageIndexFile, readPackageIndex } from '../../rpm/solve/package-index.js';
import type { PackageIndex } from '../../rpm/solve/package-index-columns.js';
import { RepositoryFailure } from '../../rpm/solve/solve-failure.js';
import type { PackageFacts } from '../model/state.js';
import { lockedInstalledMiB } from '../packages/estimate.js';
import { buildSearch, type Search } from '../packages/search.js';
import { whyPulled } from '../packages/why-pulled.js';
import type { Ports } from './ports.js';

/** Reads the names of the repositories: at once from the cache, then again, in the background. */
export class PackageReader {
  readonly #ports: Ports;
  #asked = '';
  #search: Search | null = null;

  constructor(ports: Ports) {
    this.#ports = ports;
  }

  /** Forgets what was looked for: there may be another lock now. */
  forget(): void {
    this.#asked = '';
  }

  /** Looks for the packages of a spec's repositories, if they are others than the last ones. */
  async look(spec: ImageSpec): Promise<void> {
    const key = JSON.stringify([spec.release, spec.arch, spec.repositories]);
    if (key === this.#asked) return;
    this.#asked = key;
    const { dir, env, signal } = this.#ports;
    const project: Project = {
      dir,
      spec,
      packages: readSpecPackages(spec.packages ?? []).packages,
      findings: [],
    };
    const cacheDir = cacheFolder(spec, env);
    const cached = await cachedPackageIndex(project, cacheDir).catch(() => null);
    if (cached === null) this.#tell(key, { ...nothing, state: 'loading' });
    const kept = cached === null ? null : await this.#ready(key, cached, project);
    try {
      // Not before it is needed: the first screen is there sooner.
      const { withReadyEngine } = await import('../../build/open-engine.js');
      const index = await withReadyEngine(project, { env, signal }, (engine) =>
        readPackageIndex(project, { engine, signal, progress: silentProgress }, cacheDir),
      );
      await this.#ready(key, index, project);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      const message = shortCause(error);
      if (kept !== null) {
        // What was kept is good for the names; groups may not have been kept with it.
        this.#tell(key, { ...kept, message });
        return;
      }
      this.#tell(key, { ...nothing, state: 'failed', message });
      // Whoever comes here again tries again.
      if (key === this.#asked) this.forget();
    }
  }

  async #ready(key: string, index: PackageIndex, project: Project): Promise<PackageFacts> {
    const lock = await readMatchingLock(project, this.#ports.env).catch(() => null);
    const why = new Map(lock?.packages.map(({ name }) => [name, whyPulled(lock, name)]) ?? []);
    const lines = project.packages.map(({ kind, text }) => (kind === 'exclude' ? `-${text}` : text));
    const locked = lock === null ? null : { mebibytes: lockedInstalledMiB(lock), lines };
    this.#search = isSame(this.#search?.index, index) ? this.#search : await buildSearch(index);
    const groups = await this.#groups(project);
    const facts = { state: 'ready', message: null, search: this.#search, groups, why, locked } as const;
    this.#tell(key, facts);
    return facts;
  }

  /** Those that were kept with the list of the packages. */
  async #groups(project: Project): Promise<PackageFacts['groups']> {
    const cacheDir = cacheFolder(project.spec, this.#ports.env);
    return await cachedPackageGroups(await packageIndexFile(project, cacheDir), cacheDir);
  }

  #tell(key: string, packages: PackageFacts): void {
    if (key === this.#asked) this.#ports.dispatch({ type: 'facts', facts: { packages } });
  }
}

/** A repository that has not changed since yesterday is not prepared a second time. */
function isSame(before: PackageIndex | undefined, index: PackageIndex): boolean {
  return (
    before !== undefined &&
    before.names.length === index.names.length &&
    before.names.every(
      (name, row) => name === index.names[row] && before.versions[row] === index.versions[row],
    )
  );
}

const nothing: PackageFacts = {
  state: 'absent',
  message: null,
  search: null,
  groups: null,
  why: new Map(),
  locked: null,
};

function shortCause(failure: Failure): string {
  const { facts } = failure;
  const [cause = ''] = (facts.why ?? facts.what).split('\n');
  const kind = failure instanceof RepositoryFailure ? (failure.causeKind ?? '') : '';
  return ['no-such-host', 'unreachable'].includes(kind)
    ? t`Offline: names are not checked (${asPart(cause).replace(/[.。]$/, '')}).`
    : t`names are not checked: ${cause}`;
}
