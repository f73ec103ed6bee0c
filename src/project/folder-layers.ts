import path from 'node:path';
import type { ImageSpec } from '../spec/image-spec.js';
import { parseJsonText } from '../spec/json-text.js';
import type { Layer } from '../spec/sources.js';
import { isArmoured } from './key-files.js';
import type { SaidField } from './kickstart/said.js';
import { emptiedFields } from './kickstart-layer.js';
import { projectFileName } from './project.js';
import { readText } from './read-text.js';
import { projectFileText } from './starter-files.js';

/**
 * What tmpfsroot.json says, with the place of each field; undefined where there is no such file.
 * @throws Failure (exit status 2) when it cannot be read or is no JSON.
 */
export async function projectFileLayer(dir: string): Promise<Layer | undefined> {
  const text = await readText(path.join(dir, projectFileName), projectFileName);
  return text === null ? undefined : layerOf(text);
}

/**
 * What tmpfsroot.json says once a spec is written.
 * @param fields what kickstart commands give
 */
export function writtenFileLayer(spec: ImageSpec, fields: readonly SaidField[]): Layer {
  return layerOf(projectFileText({ ...spec, packages: null }, emptiedFields(fields, spec)));
}

function layerOf(text: string): Layer {
  const { value, locate } = parseJsonText(text, projectFileName);
  return {
    document: value,
    where(field) {
      const { line, column } = locate(field);
      return `${projectFileName}:${line}:${column}`;
    },
  };
}

/** Paths of flags and environment count from where the person stands; in the spec they count from the project's folder. */
export function fromFolder(layer: Layer, cwd: string, dir: string): Layer {
  const document = layer.document as {
    cacheDir?: unknown;
    repositories?: { keys?: unknown }[] | null;
    install?: { netinst?: Record<string, unknown> };
  };
  const { cacheDir, repositories, install } = document;
  return {
    ...layer,
    document: {
      ...document,
      ...(typeof cacheDir === 'string' && !cacheDir.startsWith('~')
        ? { cacheDir: path.resolve(cwd, cacheDir) }
        : {}),
      ...(Array.isArray(repositories)
        ? { repositories: repositories.map((repository) => withKeysFrom(repository, cwd, dir)) }
        : {}),
      ...(install?.netinst === undefined
        ? {}
        : { install: { ...install, netinst: withPlacesFrom(install.netinst, cwd, dir) } }),
    },
  };
}

function withKeysFrom<R extends { keys?: unknown }>(repository: R, cwd: string, dir: string): R {
  if (!Array.isArray(repository.keys)) return repository;
  const keys = repository.keys.map((key) =>
    typeof key !== 'string' || isArmoured(key) || key === '' ? key : fromProject(path.resolve(cwd, key), dir),
  );
  return { ...repository, keys };
}

function withPlacesFrom(netinst: Record<string, unknown>, cwd: string, dir: string): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(netinst).map(([name, place]) => {
      const isPath =
        typeof place === 'string' && place !== '' && !isArmoured(place) && !/^([a-z]+:\/\/|~)/.test(place);
      return [name, isPath ? fromProject(path.resolve(cwd, place), dir) : place];
    }),
  );
}

/** Relative to the project's folder for what lies in it, else absolute. */
function fromProject(file: string, dir: string): string {
  const relative = path.relative(dir, file);
  return relative.startsWith('..') || path.isAbsolute(relative) ? file : relative;
}
