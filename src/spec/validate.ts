import { checkDocument } from './check-document.js';
import { defaultSpec } from './defaults.js';
import { diskFindings, memoryFindings } from './disk-findings.js';
import { specToDocument } from './document.js';
import { duplicateObjects, duplicates } from './duplicates.js';
import { errorAt, type Finding } from './finding.js';
import { listFix } from './fix.js';
import type { ImageSpec } from './image-spec.js';
import { planDisks } from './partition-plan.js';
import { releaseFindings } from './release-findings.js';
import { releaseInfo } from './releases.js';
import { systemFindings } from './system-findings.js';

/** Everything that is wrong or doubtful in a spec, all at once: the shape of each field and what they mean together. */
export function validateSpec(spec: ImageSpec, today: Date): Finding[] {
  const disks = diskFindings(spec);
  return [
    ...checkDocument(specToDocument(spec)),
    ...releaseFindings(spec, today),
    ...repositoryFindings(spec),
    ...disks,
    // A disk that is named wrongly looks unused too.
    ...planDisks(spec).findings.filter(({ level }) => level === 'error' || disks.length === 0),
    ...memoryFindings(spec),
    ...systemFindings(spec),
    ...outputFindings(spec),
  ];
}

function repositoryFindings(spec: ImageSpec): Finding[] {
  if (spec.repositories === null) return [];
  if (spec.repositories.length === 0) {
    const known = releaseInfo(spec.release, spec.arch) !== null;
    return [
      errorAt(
        'repositories',
        'There is no repository.',
        'Give one, or leave out `repositories`.',
        known ? { path: 'repositories', value: null, text: 'those of the release' } : undefined,
      ),
    ];
  }
  return [
    ...duplicateObjects('repositories', spec.repositories, ({ id }) => id, 'repository'),
    ...spec.repositories.flatMap((repository, index) => {
      const path = `repositories[${index}]`;
      const findings: Finding[] = [];
      if (repository.baseurl.length === 0 && repository.metalink === null) {
        findings.push(
          errorAt(path, `The repository \`${repository.id}\` has no URL.`, 'Give `baseurl` or `metalink`.'),
        );
      }
      if (repository.keys.length === 0) {
        findings.push(
          errorAt(
            `${path}.keys`,
            `The repository \`${repository.id}\` has no public key, so its packages could not be checked.`,
            'Give the file of its key: `--key FILE`, or `keys`.',
          ),
        );
      }
      return findings;
    }),
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
