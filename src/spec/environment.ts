import { setAt } from './field-path.js';
import type { Layer } from './sources.js';

/** The variables of the seed's interface, with the field that each sets. */
export const environmentFields: Readonly<Record<string, string>> = {
  FEDORA_MAJOR: 'release',
  ARCH: 'arch',
  DISK_DEVS: 'disks.devices',
  MAIN_DISK: 'disks.main',
  PARTSIZE_LOG: 'partitions.sizes.log',
  PARTSIZE_OPT: 'partitions.sizes.opt',
  PARTSIZE_CACHE: 'partitions.sizes.cache',
  PARTSIZE_DOCKER: 'partitions.sizes.docker',
  CACHE_DIR: 'cacheDir',
};

/** What the environment says of a spec. An empty variable counts as not set. */
export function environmentLayer(env: Readonly<Record<string, string | undefined>>): Layer {
  let document: Record<string, unknown> = {};
  for (const [name, path] of Object.entries(environmentFields)) {
    const text = env[name]?.trim();
    if (text !== undefined && text !== '') document = setAt(document, path, fieldValue(path, text));
  }
  return {
    document,
    where: (path) =>
      Object.entries(environmentFields).find(
        ([, field]) => path === field || path.startsWith(`${field}[`),
      )?.[0] ?? 'environment',
  };
}

function fieldValue(path: string, text: string): unknown {
  if (path === 'disks.devices') {
    return text
      .split(',')
      .map((device) => device.trim())
      .filter((device) => device !== '');
  }
  return path === 'release' && /^\d+$/.test(text) ? Number(text) : text;
}
