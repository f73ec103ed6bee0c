import type { Artefact, ArtefactRecord } from '../artefacts.js';
import type { Output } from './output.js';

/** What an earlier run made of an output under this key, if all of it is still as it was; else null. */
export async function currentArtefacts(
  { record }: { record: ArtefactRecord },
  { files, list }: Output,
  key: string,
): Promise<Artefact[] | null> {
  const known = (await Promise.all(files.map((file) => record.current(file, key, file === list)))).filter(
    (one) => one !== null,
  );
  return known.length === files.length ? known : null;
}
