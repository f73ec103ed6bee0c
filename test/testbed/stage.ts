import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { type GenerateInput, generators } from './generate.js';
import { type Entry, listEntries } from './layout.js';
import type { RpmPackage } from './packages/types.js';

/** With the modes that git knows: those of a clone depend on who made it (umask, `git archive`). */
function copyOwnFiles(from: string, to: string): void {
  cpSync(from, to, { recursive: true, preserveTimestamps: true });
  for (const name of ['', ...readdirSync(from, { recursive: true, encoding: 'utf8' })]) {
    const { mode } = lstatSync(join(from, name));
    chmodSync(join(to, name), mode & 0o100 ? 0o755 : 0o644);
  }
}

/** Moves the unpacked .debs' files into one tree per package; the first package that wants a file has it. */
export class Stage {
  readonly #entries = new Map<string, Entry[]>();
  readonly #taken = new Map<string, string>();

  constructor(
    readonly unpacked: string,
    readonly roots: string,
    readonly files: string,
  ) {}

  /** Fills the tree of one package and gives its folder. */
  async fill(pkg: RpmPackage, input: GenerateInput): Promise<string> {
    const root = join(this.roots, pkg.name);
    mkdirSync(root, { recursive: true });
    for (const source of pkg.debs ?? []) {
      const [deb, only] = typeof source === 'string' ? [source, undefined] : source;
      this.#claim(pkg, root, deb, only);
    }
    const own = join(this.files, pkg.name);
    if (existsSync(own)) copyOwnFiles(own, root);
    await generators[pkg.name]?.(root, input);
    for (const [path, target] of Object.entries(pkg.links ?? {})) {
      const place = join(root, path);
      mkdirSync(dirname(place), { recursive: true });
      rmSync(place, { force: true });
      symlinkSync(target, place);
    }
    for (const path of Object.keys(pkg.dirs ?? {})) mkdirSync(join(root, path), { recursive: true });
    for (const edit of pkg.edits ?? []) {
      const place = join(root, edit.path);
      const text = readFileSync(place, 'utf8');
      if (!edit.find.test(text)) throw new Error(`${pkg.name}: ${edit.find} is not in ${edit.path}`);
      writeFileSync(place, text.replace(edit.find, edit.replace));
    }
    return root;
  }

  #claim(pkg: RpmPackage, root: string, deb: string, only: RegExp | undefined): void {
    let entries = this.#entries.get(deb);
    if (entries === undefined) {
      entries = listEntries(join(this.unpacked, deb));
      this.#entries.set(deb, entries);
    }
    for (const entry of entries) {
      if (only !== undefined && !only.test(entry.path)) continue;
      if (pkg.drop?.test(entry.path)) continue;
      const path = pkg.rename?.[entry.path] ?? entry.path;
      if (entry.kind === 'directory') {
        if (only === undefined) mkdirSync(join(root, path), { recursive: true, mode: entry.mode });
        continue;
      }
      const owner = this.#taken.get(path);
      if (owner !== undefined) {
        // The same .deb may feed two packages; two .debs with one path would be a mistake in the table.
        if (lstatSync(entry.from, { throwIfNoEntry: false }) !== undefined) {
          throw new Error(`${pkg.name} and ${owner} both have /${path}`);
        }
        continue;
      }
      this.#taken.set(path, pkg.name);
      const place = join(root, path);
      mkdirSync(dirname(place), { recursive: true });
      if (entry.target !== undefined) {
        symlinkSync(entry.target, place);
        rmSync(entry.from);
      } else renameSync(entry.from, place);
    }
  }
}
