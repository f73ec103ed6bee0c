import { lstat } from 'node:fs/promises';
import { badInput } from '../../base/failure.js';
import { t } from '../../base/language/texts.js';
import { readHooks } from '../../project/folder/hook-text.js';
import type { HookScripts } from '../../project/folder/project-extras.js';
import type { KickstartScript } from '../../project/kickstart/kickstart-script.js';
import { isThere, resolve, type TreeShape, usualLinks } from '../../project/override/place-entries.js';

/** A program that a script's first line, or its section, names. */
export interface Interpreter {
  /** An absolute path, or a name that `env` looks for. */
  program: string;
  /** `hooks.d/10-users.sh:1`. */
  where: string;
}

/** What runs the scripts of a folder. */
export async function interpretersOf(hooks: HookScripts | null): Promise<Interpreter[]> {
  if (hooks === null) return [];
  return (await readHooks(hooks)).flatMap(({ name, interpreter }) =>
    interpreter === null ? [] : [{ program: programOf(interpreter), where: `${hooks.shownAs}/${name}:1` }],
  );
}

/** What runs scripts of kickstart files. */
export function interpretersOfScripts(scripts: readonly KickstartScript[]): Interpreter[] {
  return scripts.map(({ interpreter, file, line }) => ({
    program: programOf(interpreter.split(/[ \t]+/)),
    where: `${file}:${line}`,
  }));
}

/** Of what runs inside of the root tree. */
export async function interpretersInRoot({
  hooks,
  scripts,
}: {
  hooks: HookScripts | null;
  scripts: readonly KickstartScript[];
}): Promise<Interpreter[]> {
  const inside = scripts.filter(({ section }) => section === 'post');
  return [...interpretersOfScripts(inside), ...(await interpretersOf(hooks))];
}

/** `/usr/bin/env -S python3 -u` runs python3. */
function programOf([program = '', ...words]: readonly string[]): string {
  if (!/(?:^|\/)env$/.test(program)) return program;
  return words.find((word) => !word.startsWith('-') && !word.includes('=')) ?? program;
}

/**
 * Looks for interpreters in the tree of the packages and in root.override, before anything is made of the tree.
 * @throws Failure (exit status 2) for the first one that is in neither.
 */
export async function requireInterpreters(
  { shape, override, release }: { shape: TreeShape; override: string | null; release: number },
  interpreters: readonly Interpreter[],
): Promise<void> {
  const seen = new Set<string>();
  for (const { program, where } of interpreters) {
    if (seen.has(program)) continue;
    seen.add(program);
    const places = placesOf(program, release);
    if (places.some((place) => isThere(place.slice(1), shape)) || (await hasOne(override, places))) continue;
    throw badInput({
      what: t`The script needs the interpreter \`${program}\`, which the image does not have.`,
      where,
      remedy: t`Add the package that contains it to the package list and run \`tmpfsroot-wizard lock\`, or write the script for sh or bash.`,
    });
  }
}

async function hasOne(folder: string | null, places: readonly string[]): Promise<boolean> {
  if (folder === null) return false;
  const found = places.map((place) => lstat(`${folder}${place}`).catch(() => null));
  return (await Promise.all(found)).some((one) => one !== null);
}

/**
 * Where a root or a root.override may have a program (absolute paths): by its own name, and by every name that the
 * links of a release make the same, which a root.override has as folders.
 */
export function placesOf(program: string, release: number): string[] {
  const links = usualLinks(release);
  const named = program.startsWith('/') ? [program] : searched.map((folder) => `${folder}/${program}`);
  const places = named.flatMap((path) => {
    const real = placeIn(path.slice(1), links);
    const others = [...links.keys()].flatMap((link) => {
      const folder = `${placeIn(link, links)}/`;
      return real.startsWith(folder) ? [`${link}/${real.slice(folder.length)}`] : [];
    });
    return [path, `/${real}`, ...others.map((other) => `/${other}`)];
  });
  return [...new Set(places)];
}

/** Folders in which programs are looked for by name. */
const searched = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin'];

/** The links of a release lead nowhere else than into the root. */
function placeIn(path: string, links: TreeShape['links']): string {
  const resolved = resolve(path, links);
  return 'place' in resolved ? resolved.place : path;
}
