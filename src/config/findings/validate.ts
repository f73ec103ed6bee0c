import { errorAt, type Finding } from '../../base/finding.js';
import { later, oneOf, t, translated } from '../../base/language/texts.js';
import { checkDocument } from '../check-document.js';
import { defaultSpec } from '../defaults.js';
import { specToDocument } from '../document.js';
import type { ImageSpec } from '../image-spec.js';
import { diskFormatOf, outputTable } from '../outputs.js';
import { planDisks } from '../partitions/partition-plan.js';
import { withoutHashes } from '../password-hashes.js';
import { diskFindings } from './disk-findings.js';
import { duplicates } from './duplicates.js';
import { listFix } from './fix.js';
import { memoryFindings } from './memory-findings.js';
import { persistFindings } from './persist-findings.js';
import { placeholderFindings } from './placeholder-findings.js';
import { releaseFindings } from './release-findings.js';
import { repositoryFindings } from './repository-findings.js';
import { systemFindings } from './system-findings.js';

/** Everything that is wrong or doubtful in a spec, all at once: the shape of each field and what they mean together. */
export function validateSpec(spec: ImageSpec, today: Date): Finding[] {
  const disks = diskFindings(spec);
  const document = specToDocument(spec);
  const shape = checkDocument(document);
  const wrong = new Set(shape.map(({ path }) => path));
  return [
    ...shape,
    ...releaseFindings(spec, today),
    ...repositoryFindings(spec),
    ...disks,
    // A disk that is named wrongly looks unused too.
    ...planDisks(spec).findings.filter(({ level }) => level === 'error' || disks.length === 0),
    ...memoryFindings(spec),
    ...systemFindings(spec),
    ...persistFindings(spec),
    ...outputFindings(spec),
    ...placeholderFindings(specToDocument(withoutHashes(spec))).filter(({ path }) => !wrong.has(path)),
  ];
}

function outputFindings(spec: ImageSpec): Finding[] {
  if (spec.outputs.length === 0) {
    return [
      errorAt(
        'outputs',
        t`Nothing is to be built.`,
        t`Name at least one output: \`--output iso\`.`,
        listFix('outputs', defaultSpec().outputs),
      ),
    ];
  }
  return [
    ...duplicates('outputs', spec.outputs, later`output`),
    ...sectorFindings(spec),
    ...updateFindings(spec),
  ];
}

/** A device that an update has brought to an image without keys would be out of reach. */
function updateFindings({ outputs, update }: ImageSpec): Finding[] {
  if (update.keys.length > 0) return [];
  const remedy = t`Name the key that signs your updates, which \`tmpfsroot-wizard keys\` prints: \`--update-key KEY\`.`;
  if (outputs.includes('update')) {
    return [
      errorAt(
        'update.keys',
        t`An update is to be built, and its image trusts no key: a device that takes it would take no further ones.`,
        remedy,
      ),
    ];
  }
  if (update.url === null) return [];
  return [errorAt('update.url', t`A device that trusts no key takes no update from there.`, remedy)];
}

/** Not every format of a disk image can say which sectors its disk has. */
function sectorFindings({ outputs, disks: { sectorSize } }: ImageSpec): Finding[] {
  return outputs.flatMap((kind, index) => {
    const sizes = diskFormatOf(kind)?.sectorSizes;
    if (sizes === undefined || sizes.includes(sectorSize)) return [];
    const others = outputs.filter((other) => other !== kind);
    return [
      errorAt(
        `outputs[${index}]`,
        t`A ${translated(outputTable[kind].noun)} has sectors of ${oneOf(sizes.map(String))} bytes, and those of the disks have ${sectorSize}: nothing would boot from it.`,
        t`Leave it out of the outputs, or take disks with sectors of 512 bytes.`,
        others.length === 0 ? undefined : listFix('outputs', others),
      ),
    ];
  });
}
