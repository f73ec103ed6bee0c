import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { atomicWriteFile } from '../base/fs/atomic-write.js';
import { sha256OfFile } from '../base/fs/file-digest.js';
import { readSmallText } from '../base/fs/read-small-file.js';
import type { OutputKind } from '../config/outputs.js';
import { fitsList, listedFiles } from './listed-files.js';

/** One file that a build leaves in `output/`. */
export interface Artefact {
  kind: OutputKind;
  /** Path in `output/`. */
  file: string;
  /** Bytes. */
  size: number;
  sha256: string;
}

/** What is remembered of an artefact, so that it need not be made or read again. */
interface Remembered extends Artefact {
  key: string;
  seal: string;
}

const stateName = '.build-state.json';

/** Remembers which artefacts in `output/` belong to which key. */
export class ArtefactRecord {
  readonly #outputDir: string;
  #known: Remembered[] = [];
  /** Seals were found that are not written down yet. */
  #hasFound = false;

  constructor(outputDir: string) {
    this.#outputDir = outputDir;
  }

  async load(): Promise<void> {
    const text = await readSmallText(path.join(this.#outputDir, stateName)).catch(() => '[]');
    try {
      const known = JSON.parse(text) as Remembered[];
      this.#known = Array.isArray(known) ? known.filter((one) => typeof one?.file === 'string') : [];
    } catch {
      // A state that cannot be read costs a rebuild, nothing else.
      this.#known = [];
    }
  }

  /**
   * The artefact of that name, if it was made under that key and has its bytes still.
   * @param isList it lists the digests of files, which must have theirs too
   */
  async current(file: string, key: string, isList = false): Promise<Artefact | null> {
    const remembered = this.#known.find((one) => one.file === file && one.key === key);
    if (remembered === undefined || !(await this.#isAsMade(remembered, isList))) return null;
    const { kind, size, sha256 } = remembered;
    return { kind, file, size, sha256 };
  }

  /** Whether a build has made a file of that name. */
  knows(file: string): boolean {
    return this.#known.some((one) => one.file === file);
  }

  /** Whether the file of that name is as a build left it, under whatever key. */
  async isAsMade(file: string): Promise<boolean> {
    const remembered = this.#known.find((one) => one.file === file);
    return remembered !== undefined && (await this.#isAsMade(remembered, false));
  }

  async remember(artefact: Artefact, key: string, isList = false): Promise<void> {
    const target = path.join(this.#outputDir, artefact.file);
    const seal = (await (isList ? sealOfListed(target) : sealOf(target))) ?? '';
    this.#known = [...this.#known.filter(({ file }) => file !== artefact.file), { ...artefact, key, seal }];
    await this.#save();
  }

  /** Writes down what was found of files that had only been touched, so that the next run need not read them. */
  async keepFound(): Promise<void> {
    if (this.#hasFound) await this.#save();
  }

  /** A file with another seal is read: it may have been copied or touched only, and then has a new one. */
  async #isAsMade(remembered: Remembered, isList: boolean): Promise<boolean> {
    const file = path.join(this.#outputDir, remembered.file);
    const seal = await (isList ? sealOfListed(file) : sealOf(file));
    if (seal === null) return false;
    if (seal === remembered.seal) return true;
    const { size } = await stat(file);
    if (size !== remembered.size || (await sha256OfFile(file)) !== remembered.sha256) return false;
    if (isList && !(await fitsList(file))) return false;
    remembered.seal = seal;
    this.#hasFound = true;
    return true;
  }

  async #save(): Promise<void> {
    await atomicWriteFile(path.join(this.#outputDir, stateName), `${JSON.stringify(this.#known, null, 1)}\n`);
    this.#hasFound = false;
  }
}

/**
 * What changes with every write to a file: nobody can set the time of its last change of state back, as one can that of
 * its content. Null: there is no such file.
 */
async function sealOf(file: string): Promise<string | null> {
  const stats = await stat(file, { bigint: true }).catch(() => null);
  return stats === null ? null : [stats.ino, stats.size, stats.mtimeNs, stats.ctimeNs].join(' ');
}

/** The same of a list and all that it names; null where something is missing. */
async function sealOfListed(list: string): Promise<string | null> {
  const files = [...(await listedFiles(list)).keys()].map((name) => path.join(list, '..', name));
  const seals = await Promise.all([list, ...files].map(sealOf));
  if (files.length === 0 || seals.includes(null)) return null;
  return createHash('sha256').update(seals.join('\n')).digest('hex');
}
