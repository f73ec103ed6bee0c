import path from 'node:path';
import { isRecord } from '../../base/field-path.js';
import { readText } from '../../base/fs/read-text.js';
import { mostDocumentBytes, parseJsonText } from '../../base/json-text.js';
import type { ImageSpec } from '../../config/image-spec.js';
import type { Layer } from '../../config/layers/layers.js';
import { emptiedFields } from '../kickstart/kickstart-layer.js';
import type { KickstartField } from '../kickstart/kickstart-result.js';
import { projectFileText } from '../write/project-file-text.js';
import { isArmoured } from './key-files.js';
import { projectFileName } from './project.js';

/**
 * What tmpfsroot.json says, with the place of each field; undefined where there is no such file.
 * @throws Failure (exit status 2) when it cannot be read or is not valid JSON.
 */
export async function projectFileLayer(dir: string): Promise<Layer | undefined> {
  const text = await readText(path.join(dir, projectFileName), projectFileName, mostDocumentBytes);
  return text === null ? undefined : layerOf(text);
}

/**
 * What tmpfsroot.json says once a spec is written.
 * @param fields what kickstart commands give
 */
export function writtenFileLayer(spec: ImageSpec, fields: readonly KickstartField[]): Layer {
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

/**
 * Paths of flags and environment count from where the person stands; in the spec they count from the project's folder.
 * What has another shape than a path is left as it is, for the judge of documents.
 */
export function fromFolder(layer: Layer, cwd: string, dir: string): Layer {
  if (!isRecord(layer.document)) return layer;
  const document = { ...layer.document };
  const { repositories, install } = document;
  for (const name of ['cacheDir', 'signingKey']) {
    const place = document[name];
    if (typeof place === 'string' && !place.startsWith('~')) document[name] = path.resolve(cwd, place);
  }
  if (Array.isArray(repositories))
    document.repositories = repositories.map((repository) => withKeysFrom(repository, cwd, dir));
  if (isRecord(install) && isRecord(install.netinst))
    document.install = { ...install, netinst: withPlacesFrom(install.netinst, cwd, dir) };
  return { ...layer, document };
}

function withKeysFrom(repository: unknown, cwd: string, dir: string): unknown {
  if (!isRecord(repository) || !Array.isArray(repository.keys)) return repository;
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
