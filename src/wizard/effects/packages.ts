import { silentProgress } from '../../engine/progress.js';
import { readMatchingLock } from '../../pipeline/lock-project.js';
import { readSpecPackages } from '../../project/packages-list.js';
import type { Project } from '../../project/project.js';
import { cacheFolder } from '../../rpm/cache-folder.js';
import { cachedPackageIndex, readPackageIndex } from '../../rpm/package-index.js';
import type { PackageIndex } from '../../rpm/package-index-columns.js';
import { Failure } from '../../spec/failure.js';
import type { ImageSpec } from '../../spec/image-spec.js';
import { lockedInstalledMiB } from '../packages/estimate.js';
import { buildSearch, type Search } from '../packages/search.js';
import { whyPulled } from '../packages/why-pulled.js';
import type { PackageFacts } from '../state.js';
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
    else await this.#ready(key, cached, project);
    try {
      // Not before it is needed: the first screen is there sooner.
      const { withReadyEngine } = await import('../../pipeline/open-engine.js');
      const index = await withReadyEngine(project, { env, signal }, (engine) =>
        readPackageIndex(project, { engine, signal, progress: silentProgress }, cacheDir),
      );
      await this.#ready(key, index, project);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      if (cached === null) this.#tell(key, { ...nothing, state: 'failed', message: shortCause(error) });
    }
  }

  async #ready(key: string, index: PackageIndex, project: Project): Promise<void> {
    const lock = await readMatchingLock(project).catch(() => null);
    const why = new Map(lock?.packages.map(({ name }) => [name, whyPulled(lock, name)]) ?? []);
    const lines = project.packages.map(({ kind, text }) => (kind === 'exclude' ? `-${text}` : text));
    const locked = lock === null ? null : { mebibytes: lockedInstalledMiB(lock), lines };
    this.#search = isSame(this.#search?.index, index) ? this.#search : await buildSearch(index);
    this.#tell(key, { state: 'ready', message: null, search: this.#search, why, locked });
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
  why: new Map(),
  locked: null,
};

function shortCause({ facts }: Failure): string {
  return `names cannot be checked: ${facts.what.split('\n')[0] ?? ''}`;
}
