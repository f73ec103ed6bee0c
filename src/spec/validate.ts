import { checkDocument } from './check-document.js';
import { specToDocument } from './document.js';
import { errorAt, type Finding, warningAt } from './finding.js';
import type { DataPartition, ImageSpec } from './image-spec.js';
import { didYouMean } from './nearest.js';
import { planDisks } from './partition-plan.js';
import { knownReleases, releaseInfo } from './releases.js';
import { formatMiB } from './sizes.js';

const dayMs = 24 * 60 * 60 * 1000;
/** What kernel, initramfs and services need besides the root in memory; an estimate, MiB. */
const systemMiB = 256;

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

function releaseFindings(spec: ImageSpec, today: Date): Finding[] {
  const info = releaseInfo(spec.release, spec.arch);
  if (info === null) {
    if (spec.repositories !== null) return [];
    const known = knownReleases();
    return [
      errorAt(
        'release',
        `Fedora ${spec.release} is not known to this version, so its repositories must be given by hand.`,
        `Give them (\`--repo fedora=URL --key FILE\`, or \`repositories\`), or take one of ${known[0]} to ${known.at(-1)}.`,
      ),
    ];
  }
  if (info.endOfLife === null) return [];
  const days = Math.ceil((Date.parse(info.endOfLife) - today.getTime()) / dayMs);
  if (days > 30) return [];
  const message =
    days < 0
      ? `Fedora ${spec.release} reached its end of life on ${info.endOfLife} and gets no security updates.`
      : `Fedora ${spec.release} reaches its end of life on ${info.endOfLife}, in ${days} days.`;
  return [warningAt('release', message, 'Take a newer release: `--release 44`.')];
}

function repositoryFindings(spec: ImageSpec): Finding[] {
  if (spec.repositories === null) return [];
  if (spec.repositories.length === 0) {
    return [errorAt('repositories', 'There is no repository.', 'Give one, or leave out `repositories`.')];
  }
  return [
    ...duplicates(
      'repositories',
      spec.repositories.map(({ id }) => id),
      'repository',
    ),
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

function diskFindings(spec: ImageSpec): Finding[] {
  const { devices, main } = spec.disks;
  if (devices.length === 0) {
    return [errorAt('disks.devices', 'No disk is named.', 'Name at least one: `--disk sda`.')];
  }
  const findings = duplicates('disks.devices', devices, 'disk');
  if (!devices.includes(main)) {
    findings.push(
      errorAt(
        'disks.main',
        `The main disk \`${main}\` is not among the disks \`${devices.join(',')}\`.`,
        `${didYouMean(main, devices)}Take one of them, or add it: \`--disk ${[...devices, main].join(',')}\`.`,
      ),
    );
  }
  for (const [name, device] of Object.entries(spec.partitions.disks) as [DataPartition, string][]) {
    if (!devices.includes(device)) {
      findings.push(
        errorAt(
          `partitions.disks.${name}`,
          `The disk \`${device}\` of ${name} is not among the disks \`${devices.join(',')}\`.`,
          `${didYouMean(device, devices)}Take one of them, or add it to \`disks.devices\`.`,
        ),
      );
    }
  }
  return findings;
}

function memoryFindings(spec: ImageSpec): Finding[] {
  const { memoryMiB, headroomMiB } = spec.device;
  const forContent = memoryMiB - headroomMiB - systemMiB;
  if (forContent <= 0) {
    return [
      errorAt(
        'device.memoryMiB',
        `${formatMiB(memoryMiB)} of memory leave nothing for the root: ${formatMiB(headroomMiB)} are headroom, and the system needs about ${formatMiB(systemMiB)}.`,
        'Give the device more memory, or set a smaller `device.headroomMiB`.',
      ),
    ];
  }
  const { root } = spec.partitions.sizes;
  if (root === 'rest' || root <= forContent) return [];
  return [
    warningAt(
      'device.memoryMiB',
      `A root that fills its slot of ${formatMiB(root)} would not fit into ${formatMiB(memoryMiB)} of memory; ${formatMiB(forContent)} are left for it.`,
      'The build stops when the content does not fit. Set a smaller root, or give the device more memory.',
    ),
  ];
}

function systemFindings(spec: ImageSpec): Finding[] {
  const { system } = spec;
  const findings: Finding[] = [];
  if (system.languages.length === 0) {
    findings.push(
      errorAt('system.languages', 'No language is given.', 'Give one: `--language en_US.UTF-8`.'),
    );
  }
  if (system.selinux !== 'disabled') {
    findings.push(
      errorAt(
        'system.selinux',
        `This version cannot label files for SELinux, so a device in mode \`${system.selinux}\` would not start.`,
        'Set it to `disabled` (`--selinux disabled`).',
      ),
    );
  }
  if (!isTimezone(system.timezone)) {
    findings.push(
      warningAt(
        'system.timezone',
        `The time zone \`${system.timezone}\` is not known here.`,
        `${didYouMean(system.timezone, Intl.supportedValuesOf('timeZone'))}The image must hold /usr/share/zoneinfo/${system.timezone}.`,
      ),
    );
  }
  if (system.rootPasswordHash?.startsWith('$1$')) {
    findings.push(
      warningAt(
        'system.rootPasswordHash',
        'MD5 hashes are guessed quickly.',
        'Make one with `openssl passwd -6`.',
      ),
    );
  }
  const both = system.services.enabled.filter((unit) => system.services.disabled.includes(unit));
  for (const unit of both) {
    findings.push(
      errorAt(
        'system.services.disabled',
        `The unit \`${unit}\` is both enabled and disabled.`,
        'Keep one of the two.',
      ),
    );
  }
  for (const [index, argument] of system.kernelArguments.entries()) {
    if (/^(root|tfr\.slot|init)=/.test(argument)) {
      findings.push(
        errorAt(
          `system.kernelArguments[${index}]`,
          `\`${argument}\` would override what chooses the root slot.`,
          'Remove it; the boot loader sets it for each slot.',
        ),
      );
    }
  }
  const names = system.users.map(({ name }) => name);
  findings.push(...duplicates('system.users', names, 'user'));
  if (names.includes('root')) {
    findings.push(
      errorAt(
        `system.users[${names.indexOf('root')}].name`,
        'The user `root` is always there.',
        'Use `system.rootPasswordHash` and `system.rootSshKeys`.',
      ),
    );
  }
  return findings;
}

function outputFindings(spec: ImageSpec): Finding[] {
  if (spec.outputs.length === 0) {
    return [errorAt('outputs', 'Nothing is to be built.', 'Name at least one output: `--output iso`.')];
  }
  return duplicates('outputs', spec.outputs, 'output');
}

function duplicates(path: string, values: readonly string[], noun: string): Finding[] {
  return values.flatMap((value, index) =>
    values.indexOf(value) === index
      ? []
      : [errorAt(`${path}[${index}]`, `The ${noun} \`${value}\` is named twice.`, 'Remove one of them.')],
  );
}

function isTimezone(name: string): boolean {
  // Loading the time zones costs 30 ms, which every command would pay for the default.
  if (name === 'UTC') return true;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
