import { checkDocument } from './check-document.js';
import { defaultSpec } from './defaults.js';
import { diskFindings } from './disk-findings.js';
import { specToDocument } from './document.js';
import { duplicates } from './duplicates.js';
import { errorAt, type Finding } from './finding.js';
import { listFix } from './fix.js';
import type { ImageSpec } from './image-spec.js';
import { memoryFindings } from './memory-findings.js';
import { planDisks } from './partition-plan.js';
import { withoutHashes } from './password-hashes.js';
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
        'Nothing is to be built.',
        'Name at least one output: `--output iso`.',
        listFix('outputs', defaultSpec().outputs),
      ),
    ];
  }
  return duplicates('outputs', spec.outputs, 'output');
}
