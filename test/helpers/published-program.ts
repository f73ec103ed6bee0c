import { cpSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { projectFolder } from '../testbed/places.js';
import { mustRun } from './run-program.js';

/**
 * Lays our program into a folder as it is published: bundled from the sources as they are now, with every other file
 * that npm would pack. Nothing is written into this clone, which others may bundle meanwhile, and which may lie where
 * only root can enter.
 * @returns The program's entry, for node.
 */
export function publishedProgram(dir: string): string {
  const root = projectFolder();
  const entry = path.join(dir, 'dist/cli.js');
  const rolldown = path.join(root, 'node_modules/.bin/rolldown');
  mustRun(rolldown, ['-c', 'rolldown.config.js', '--dir', path.dirname(entry)], { cwd: root });
  for (const file of packedFiles(root)) {
    // Of an earlier build.
    if (file.startsWith('dist/')) continue;
    mkdirSync(path.dirname(path.join(dir, file)), { recursive: true });
    cpSync(path.join(root, file), path.join(dir, file));
  }
  mustRun('chmod', ['-R', 'a+rX', dir]);
  return entry;
}

function packedFiles(root: string): string[] {
  const { PATH = '', HOME = '' } = process.env;
  const pack = ['pack', '--dry-run', '--json', '--ignore-scripts'];
  const [packed] = JSON.parse(mustRun('npm', pack, { cwd: root, env: { PATH, HOME } })) as {
    files: { path: string }[];
  }[];
  if (packed === undefined) throw new Error('npm packs nothing');
  return packed.files.map((file) => file.path);
}
