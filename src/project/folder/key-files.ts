import { access, constants, stat } from 'node:fs/promises';
import path from 'node:path';
import { errorAt, type Finding } from '../../base/finding.js';
import { later, t, translated } from '../../base/language/texts.js';
import type { ImageSpec } from '../../config/image-spec.js';

/** A public key file that a spec names. */
interface KeyFile {
  /** As the spec names it. */
  key: string;
  /** Path of the field. */
  path: string;
  /** Whose key it is: `the repository \`mine\``. */
  owner: string;
}

/** Why a key file cannot be used. */
export type KeyTrouble = 'absent' | 'no-file' | 'denied';

/** The key files of a spec that cannot be read, as it names them; relative ones count from the project's folder. */
export async function unusableKeys(dir: string, spec: ImageSpec): Promise<ReadonlyMap<string, KeyTrouble>> {
  const unusable = new Map<string, KeyTrouble>();
  for (const { key } of keyFiles(spec)) {
    const trouble = await troubleOf(path.resolve(dir, key));
    if (trouble !== null) unusable.set(key, trouble);
  }
  return unusable;
}

async function troubleOf(file: string): Promise<KeyTrouble | null> {
  try {
    if (!(await stat(file)).isFile()) return 'no-file';
    await access(file, constants.R_OK);
    return null;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'EACCES' || code === 'EPERM' ? 'denied' : 'absent';
  }
}

const sentences: Readonly<Record<KeyTrouble, { what: string; remedy: string }>> = {
  absent: {
    what: later`is not there`,
    remedy: later`Put it there; paths in tmpfsroot.json count from its folder.`,
  },
  'no-file': { what: later`is not a file`, remedy: later`Name the file that holds the public key.` },
  denied: {
    what: later`cannot be read by your user`,
    remedy: later`Give your user the right to read it and to enter every folder above it, or copy it into the project.`,
  },
};

/** Public key files that the spec names and that cannot be used. */
export function keyFindings(spec: ImageSpec, unusable: ReadonlyMap<string, KeyTrouble>): Finding[] {
  return keyFiles(spec).flatMap(({ key, path: field, owner }) => {
    const trouble = unusable.get(key);
    if (trouble === undefined) return [];
    const { what, remedy } = sentences[trouble];
    return [errorAt(field, t`The key file \`${key}\` of ${owner} ${translated(what)}.`, translated(remedy))];
  });
}

/** Armoured text needs no file. */
function keyFiles(spec: ImageSpec): KeyFile[] {
  const { key } = spec.install.netinst;
  const ofRepositories = (spec.repositories ?? []).flatMap(({ id, keys }, index) =>
    keys.map((file, place) => ({
      key: file,
      path: `repositories[${index}].keys[${place}]`,
      owner: t`the repository \`${id}\``,
    })),
  );
  const ofNetinst =
    spec.install.method === 'anaconda' && key !== null
      ? [{ key, path: 'install.netinst.key', owner: t`the netinst image` }]
      : [];
  return [...ofRepositories, ...ofNetinst].filter((file) => !isArmoured(file.key));
}

/** Whether a key is the key itself, and no path of its file. */
export function isArmoured(key: string): boolean {
  return key.startsWith('-----BEGIN');
}
