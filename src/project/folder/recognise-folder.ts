import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { isRecord } from '../../base/field-path.js';
import { readSmallText } from '../../base/fs/read-small-file.js';
import { packagesListName, projectFileName } from './project.js';

/** Files of an image project that a folder can hold. */
export interface FolderFiles {
  /** tmpfsroot.json. */
  projectFile: boolean;
  packagesList: boolean;
  lock: boolean;
  /** The folder ks/ of kickstart files. */
  kickstart: boolean;
  /** The folder root.override/. */
  rootOverride: boolean;
}

/** An artefact that an earlier build left in output/. */
export interface BuiltArtefact {
  kind: string;
  /** Path in `output/`. */
  file: string;
  /** Bytes. */
  size: number;
  sha256: string;
  /** Still there, with that size. */
  present: boolean;
}

/** What output/build.json tells of the build before. */
export interface LastBuild {
  name: string;
  release: number | null;
  /** When its record was written. */
  time: Date;
  artefacts: BuiltArtefact[];
}

/**
 * What a folder is to us: `missing` does not exist, `empty` holds at most hidden files, `ours` a tmpfsroot.json,
 * `legacy` a project of tmpfsroot-fedora, `other` anything else, or nothing that we may read.
 */
export interface FolderFacts {
  /** Absolute path. */
  dir: string;
  kind: 'missing' | 'empty' | 'ours' | 'legacy' | 'other';
  files: FolderFiles;
  lastBuild: LastBuild | null;
}

/** Looks at a folder, reading as little as possible. Never throws, whatever is in it. */
export async function recogniseFolder(dir: string): Promise<FolderFacts> {
  const absolute = path.resolve(dir);
  const has = async (name: string, type: 'isFile' | 'isDirectory') =>
    (await stat(path.join(absolute, name)).catch(() => null))?.[type]() ?? false;
  const [names, projectFile, packagesList, lock, kickstart, rootOverride, lastBuild] = await Promise.all([
    namesIn(absolute),
    has(projectFileName, 'isFile'),
    has(packagesListName, 'isFile'),
    has('rpms.lock', 'isFile'),
    has('ks', 'isDirectory'),
    has('root.override', 'isDirectory'),
    readLastBuild(path.join(absolute, 'output')),
  ]);
  const files = { projectFile, packagesList, lock, kickstart, rootOverride };
  return { dir: absolute, kind: kindOf(names, files), files, lastBuild };
}

function kindOf(
  names: readonly string[] | 'missing' | 'unreadable',
  files: FolderFiles,
): FolderFacts['kind'] {
  if (names === 'missing') return 'missing';
  if (names === 'unreadable') return 'other';
  if (files.projectFile) return 'ours';
  if (files.packagesList || files.lock || files.kickstart) return 'legacy';
  return names.every((name) => name.startsWith('.')) ? 'empty' : 'other';
}

async function namesIn(dir: string): Promise<string[] | 'missing' | 'unreadable'> {
  try {
    return await readdir(dir);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'missing' : 'unreadable';
  }
}

/** Null where there was no build, or its record is damaged. */
async function readLastBuild(outputDir: string): Promise<LastBuild | null> {
  const file = path.join(outputDir, 'build.json');
  try {
    const [text, { mtime }] = await Promise.all([readSmallText(file), stat(file)]);
    const record: unknown = JSON.parse(text);
    if (!isRecord(record) || typeof record.name !== 'string') return null;
    const listed = Array.isArray(record.artefacts) ? record.artefacts : [];
    const artefacts = await Promise.all(listed.map((one) => readArtefact(one, outputDir)));
    return {
      name: record.name,
      release: typeof record.release === 'number' ? record.release : null,
      time: mtime,
      artefacts: artefacts.filter((one) => one !== null),
    };
  } catch {
    return null;
  }
}

async function readArtefact(value: unknown, outputDir: string): Promise<BuiltArtefact | null> {
  if (!isRecord(value)) return null;
  const { kind, file, size, sha256 } = value;
  if (typeof kind !== 'string' || typeof file !== 'string' || typeof sha256 !== 'string') return null;
  if (typeof size !== 'number' || path.isAbsolute(file) || file.split('/').includes('..')) return null;
  const stats = await stat(path.join(outputDir, file)).catch(() => null);
  return { kind, file, size, sha256, present: stats?.isFile() === true && stats.size === size };
}
