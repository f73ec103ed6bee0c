import type { Workplace } from '../engine/progress.js';
import { readHooks } from '../project/hook-text.js';
import type { KickstartScript } from '../project/kickstart/kickstart-script.js';
import type { HookScripts } from '../project/project-parts.js';
import { badInput } from '../spec/failure.js';

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
  place: Workplace,
  { tree, override }: { tree: string; override: string | null },
  interpreters: readonly Interpreter[],
): Promise<void> {
  const seen = new Set<string>();
  for (const { program, where } of interpreters) {
    if (seen.has(program)) continue;
    seen.add(program);
    const files = [tree, ...(override === null ? [] : [override])].flatMap((root) =>
      placesOf(program).map((file) => `${root}${file}`),
    );
    const { status } = await place.engine.run({
      program: 'sh',
      args: [
        '-c',
        'for file; do if [ -e "$file" ] || [ -L "$file" ]; then exit 0; fi; done; exit 1',
        'sh',
        ...files,
      ],
      purpose: `looking for ${program}`,
      handlesTree: true,
      okStatuses: [0, 1],
      signal: place.signal,
    });
    if (status === 0) continue;
    throw badInput({
      what: `The script is run by \`${program}\`, and the image has no such program.`,
      where,
      remedy:
        'Add the package that brings it to the package list and run `tmpfsroot-wizard lock`, or write the script for sh or bash.',
    });
  }
}

/** Where a root may have a program; /bin and /sbin lead to /usr, and a root.override need not have these links. */
function placesOf(program: string): string[] {
  if (program.startsWith('/')) return [program, `/usr${program}`];
  return ['/usr/local/sbin/', '/usr/local/bin/', '/usr/sbin/', '/usr/bin/', '/sbin/', '/bin/'].map(
    (folder) => `${folder}${program}`,
  );
}
