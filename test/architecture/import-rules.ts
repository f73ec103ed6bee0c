/** One import as it stands in a source file. */
export interface Import {
  /** Path of the file that imports, relative to src: `image/seeds.ts`. */
  from: string;
  /** Path of ours relative to src, or the name of a package or of a module of Node. */
  to: string;
  /** Only types: nothing of it is left when the program runs. */
  typeOnly: boolean;
}

/**
 * Rooms of src from top to bottom; those of one row are siblings. `device` is data and imports nothing, `cli.ts`
 * is a room of its own.
 */
const rows = [
  ['cli'],
  ['commands'],
  ['wizard'],
  ['pipeline'],
  ['image', 'rpm', 'vm'],
  ['project', 'presets', 'engine', 'slots'],
  ['spec'],
];

/** Modules that run other programs: only the engine may. */
const programRunners = /^(node:)?(child_process|cluster)$|^execa$/;

/** What is wrong with these imports, a sentence each. */
export function importViolations(imports: readonly Import[]): string[] {
  return imports.flatMap((one) => {
    const room = roomOf(one.from);
    if (!one.to.includes('.ts')) {
      return programRunners.test(one.to) && room !== 'engine'
        ? [`${one.from} imports ${one.to}: only src/engine runs programs.`]
        : [];
    }
    const target = roomOf(one.to);
    const [above, below] = [rowOf(room), rowOf(target)];
    if (above === undefined) return [`${one.from} is in a room that the rules do not know.`];
    if (below === undefined)
      return [`${one.from} imports ${one.to}, which is in no room that the rules know.`];
    if (room === target || below > above) return [];
    if (below === above && one.typeOnly) return [];
    return [
      below === above
        ? `${one.from} imports ${one.to}: siblings may share types only.`
        : `${one.from} imports ${one.to}, which lies above it.`,
    ];
  });
}

/**
 * Imports of one TypeScript file: static, dynamic and type imports, and exports from elsewhere.
 * @param file relative to src
 */
export function importsOf(file: string, text: string): Import[] {
  const found: Import[] = [];
  const add = (specifier: string, typeOnly: boolean) =>
    found.push({ from: file, to: resolve(file, specifier), typeOnly });
  const code = withoutComments(text);
  for (const match of code.matchAll(
    /^\s*(?:import|export)\s+(type\s)?([^;'"]*?from\s*)?(['"])([^'"]+)\3/gm,
  )) {
    add(match[4] ?? '', match[1] !== undefined || onlyTypes(match[2] ?? ''));
  }
  for (const match of code.matchAll(/(\btypeof\s+)?\bimport\(\s*(['"])([^'"]+)\2\s*\)(\.[A-Z])?/g)) {
    // `import('./x.js').Name` in the place of a type; a value of a module is taken from `await import`.
    add(match[3] ?? '', match[1] !== undefined || match[4] !== undefined);
  }
  return found;
}

/** Whether each name between the braces is marked as a type. */
function onlyTypes(clause: string): boolean {
  const names = /^\s*\{([^}]*)\}\s*from/.exec(clause)?.[1]?.split(',') ?? [];
  const given = names.map((name) => name.trim()).filter((name) => name !== '');
  return given.length > 0 && given.every((name) => name.startsWith('type '));
}

/** TypeScript without its comments. */
export function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
}

function resolve(file: string, specifier: string): string {
  if (!specifier.startsWith('.')) return specifier;
  const folders = file.split('/').slice(0, -1);
  for (const part of specifier.split('/')) {
    if (part === '..') folders.pop();
    else if (part !== '.') folders.push(part);
  }
  return folders.join('/').replace(/\.jsx?$/, (end) => end.replace('js', 'ts'));
}

function roomOf(file: string): string {
  const [first = ''] = file.split('/');
  return first.replace(/\.tsx?$/, '');
}

function rowOf(room: string): number | undefined {
  const row = rows.findIndex((rooms) => rooms.includes(room));
  return row === -1 ? undefined : row;
}
