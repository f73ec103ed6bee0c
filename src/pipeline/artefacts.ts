import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { atomicWriteFile } from '../project/atomic-write.js';
import type { OutputKind } from '../spec/image-spec.js';
import { sha256OfFile } from './file-digest.js';

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
  mtimeMs: number;
}

const stateName = '.build-state.json';

/** Remembers which artefacts in `output/` belong to which key. */
export class ArtefactRecord {
  readonly #outputDir: string;
  #known: Remembered[] = [];

  constructor(outputDir: string) {
    this.#outputDir = outputDir;
  }

  async load(): Promise<void> {
    const text = await readFile(path.join(this.#outputDir, stateName), 'utf8').catch(() => '[]');
    try {
      const known = JSON.parse(text) as Remembered[];
      this.#known = Array.isArray(known) ? known.filter((one) => typeof one?.file === 'string') : [];
    } catch {
      // A state that cannot be read costs a rebuild, nothing else.
      this.#known = [];
    }
  }

  /** The artefact of that name, if it was made under that key and nobody has changed it since. */
  async current(file: string, key: string): Promise<Artefact | null> {
    const remembered = this.#known.find((one) => one.file === file && one.key === key);
    if (remembered === undefined) return null;
    const facts = await stat(path.join(this.#outputDir, file)).catch(() => null);
    if (facts === null || facts.size !== remembered.size || facts.mtimeMs !== remembered.mtimeMs) return null;
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
    const facts = await stat(path.join(this.#outputDir, file)).catch(() => null);
    if (remembered === undefined || facts?.size !== remembered.size) return false;
    if (facts.mtimeMs === remembered.mtimeMs) return true;
    // A folder that was copied has other times.
    return (await sha256OfFile(path.join(this.#outputDir, file))) === remembered.sha256;
  }

  async remember(artefact: Artefact, key: string): Promise<void> {
    const { mtimeMs } = await stat(path.join(this.#outputDir, artefact.file));
    this.#known = [
      ...this.#known.filter(({ file }) => file !== artefact.file),
      { ...artefact, key, mtimeMs },
    ];
    await atomicWriteFile(path.join(this.#outputDir, stateName), `${JSON.stringify(this.#known, null, 1)}\n`);
  }
}
