import type { ImageSpec } from '../../config/image-spec.js';
import { recogniseFolder } from '../../project/folder/recognise-folder.js';
import type { Request } from '../model/request.js';
import type { WizardState } from '../model/state.js';
import { noticeOf } from './notice.js';
import type { PackageReader } from './packages.js';
import type { Ports } from './ports.js';

/**
 * Work that goes on while the screens are to be seen. Each kind is loaded when it is first wanted: the first frame
 * needs none of it.
 */
export class Background {
  readonly #ports: Ports;
  #packages: Promise<PackageReader> | null = null;

  constructor(ports: Ports) {
    this.#ports = ports;
  }

  /** Asks for what is not needed for the first frame, and does not wait for it. */
  begin(spec: ImageSpec): void {
    this.refresh(spec);
    this.#unasked(this.#releases());
    this.#unasked(import('./doctor.js').then(({ lookForVerdict }) => lookForVerdict(this.#ports)));
  }

  /** Reads what is known of the folder again. */
  refresh(spec: ImageSpec): void {
    void this.#packages?.then((reader) => reader.forget());
    this.#unasked(this.#folder(spec));
  }

  /** @throws Failure when it cannot be done */
  async carryOut(request: Request, state: WizardState): Promise<void> {
    const ports = this.#ports;
    switch (request.type) {
      case 'load-preset':
        return (await import('./presets.js')).loadPreset(ports, request);
      case 'save-preset':
        return (await import('./presets.js')).savePreset(ports, request);
      case 'rename-preset':
        return (await import('./presets.js')).renamePreset(ports, request);
      case 'describe-preset':
        return (await import('./presets.js')).describePreset(ports, request);
      case 'delete-preset':
        return (await import('./presets.js')).deletePreset(ports, request);
      case 'load-folder':
        return (await import('./folder.js')).loadFolder(ports, request);
      case 'write-project': {
        const { permitFor, saveFolder } = await import('./folder.js');
        const permit = await permitFor(ports, request, state);
        return permit === null ? undefined : await saveFolder(ports, request, permit);
      }
      case 'load-draft':
        return (await import('./drafts.js')).loadDraft(ports, request);
      case 'hash-password':
        return (await import('./machine.js')).hash(ports, request);
      case 'read-disks':
        return (await import('./machine.js')).readDisks(ports, request);
      case 'look-for-keys':
        return (await import('./keys.js')).lookForKeys(ports);
      case 'read-keys':
        return (await import('./keys.js')).readKeys(ports, request);
      case 'list-flash-disks':
        return (await import('./flash.js')).listFlashDisks(ports, request);
      case 'copy':
        return (await import('./machine.js')).copyCommand(ports, request);
      case 'open-folder':
        return (await import('./machine.js')).openFolder(ports);
      case 'read-log':
        return (await import('./machine.js')).readLog(ports, request);
      case 'doctor':
        return (await import('./doctor.js')).lookAtMachine(ports);
      case 'look-at-folder': {
        const { folderContent } = await import('./folder.js');
        const content = await folderContent(ports.dir, request.spec);
        return ports.dispatch({ type: 'facts', facts: { content } });
      }
      case 'look-for-packages':
        this.#packages ??= import('./packages.js').then((module) => new module.PackageReader(ports));
        return (await this.#packages).look(request.spec);
      default:
        return;
    }
  }

  /** Nobody waits for it: what goes wrong is told all the same. */
  #unasked(work: Promise<void>): void {
    work.catch((error: unknown) => {
      this.#ports.dispatch({ type: 'facts', facts: { notice: noticeOf(error) } });
    });
  }

  async #folder(spec: ImageSpec): Promise<void> {
    const { dir, dispatch, today } = this.#ports;
    const { folderContent, folderPlan, lastBuiltSpec, specOnDisk } = await import('./folder.js');
    const folder = await recogniseFolder(dir);
    const isProject = folder.kind === 'ours' || folder.kind === 'legacy';
    const [lastBuilt, content, onDisk] = await Promise.all([
      lastBuiltSpec(dir),
      folderContent(dir, spec),
      isProject ? specOnDisk(dir, today) : null,
    ]);
    dispatch({ type: 'facts', facts: { folder, lastBuilt, content, onDisk } });
    dispatch({ type: 'facts', facts: { plan: isProject ? await folderPlan(this.#ports) : null } });
  }

  async #releases(): Promise<void> {
    const { fetchReleases, releaseChoices } = await import('../../rpm/repositories/release-service.js');
    const { signal, today, dispatch } = this.#ports;
    const told = await fetchReleases(signal);
    if (told !== null) dispatch({ type: 'facts', facts: { releases: releaseChoices(today, told) } });
  }
}
