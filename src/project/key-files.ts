import { stat } from 'node:fs/promises';
import path from 'node:path';
import { errorAt, type Finding } from '../spec/finding.js';
import type { ImageSpec } from '../spec/image-spec.js';
import { projectFileName } from './project.js';

/** A public key file that a spec names. */
interface KeyFile {
  /** As the spec names it. */
  key: string;
  /** Path of the field. */
  path: string;
  /** Whose key it is: `the repository \`mine\``. */
  owner: string;
}

/** The key files of a spec that are not there, as it names them; relative ones count from the project's folder. */
export async function absentKeys(dir: string, spec: ImageSpec): Promise<ReadonlySet<string>> {
  const absent = new Set<string>();
  for (const { key } of keyFiles(spec)) {
    const stats = await stat(path.resolve(dir, key)).catch(() => null);
    if (stats?.isFile() !== true) absent.add(key);
  }
  return absent;
}

/** Public key files that the spec names and that are not there. */
export function keyFindings(spec: ImageSpec, absent: ReadonlySet<string>): Finding[] {
  return keyFiles(spec)
    .filter(({ key }) => absent.has(key))
    .map(({ key, path: field, owner }) =>
      errorAt(
        field,
        `The key file \`${key}\` of ${owner} is not there.`,
        `Put it there; paths in ${projectFileName} count from its folder.`,
      ),
    );
}

/** Armoured text needs no file. */
function keyFiles(spec: ImageSpec): KeyFile[] {
  const { key } = spec.install.netinst;
  const ofRepositories = (spec.repositories ?? []).flatMap(({ id, keys }, index) =>
    keys.map((file, place) => ({
      key: file,
      path: `repositories[${index}].keys[${place}]`,
      owner: `the repository \`${id}\``,
    })),
  );
  const ofNetinst =
    spec.install.method === 'anaconda' && key !== null
      ? [{ key, path: 'install.netinst.key', owner: 'the netinst image' }]
      : [];
  return [...ofRepositories, ...ofNetinst].filter((file) => !isArmoured(file.key));
}

/** Whether a key is the key itself, and no path of its file. */
export function isArmoured(key: string): boolean {
  return key.startsWith('-----BEGIN');
}
