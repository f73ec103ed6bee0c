import { defaultSpec } from './defaults.js';
import { getAt, isRecord } from './field-path.js';
import type { DataPartition, ImageSpec, PartitionSize, RepositorySpec } from './image-spec.js';
import { repositoryDocument, repositorySpec } from './repository-spec.js';
import type { ProjectFile } from './schema.js';
import { parseSize, sizeText } from './sizes.js';

/**
 * A whole spec as the content of a project file. Fields that are null or empty and would be so by default
 * are left out, so that the file shows what was decided. Reading it back gives the same spec.
 */
export function specToDocument(spec: ImageSpec): ProjectFile {
  const { sizes } = spec.partitions;
  const whole: ProjectFile = {
    ...spec,
    repositories: spec.repositories?.map(repositoryDocument) ?? null,
    partitions: {
      sizes: {
        esp: sizeText(sizes.esp),
        root: sizeText(sizes.root),
        persist: sizeText(sizes.persist),
        log: sizeText(sizes.log),
        opt: sizeText(sizes.opt),
        cache: sizeText(sizes.cache),
        docker: sizeText(sizes.docker),
      },
      disks: { ...spec.partitions.disks },
      heal: { ...spec.partitions.heal },
    },
  };
  return withoutEmpty(whole, defaultSpec(), '') as ProjectFile;
}

/**
 * The spec that a document means. The document must be free of findings (`checkDocument`); what it does not
 * say comes from the defaults. `/dev/sda` becomes `sda`.
 */
export function documentToSpec(document: ProjectFile, folderName?: string): ImageSpec {
  const devices = document.disks?.devices?.map(diskName);
  const base = defaultSpec({
    ...((document.name ?? folderName) === undefined ? {} : { name: document.name ?? (folderName as string) }),
    ...(document.disks?.sectorSize === undefined ? {} : { sectorSize: document.disks.sectorSize }),
    ...(devices === undefined ? {} : { devices }),
  });
  const { $schema: _, ...fields } = document;
  const spec = overlay(base, fields) as ImageSpec;
  spec.repositories =
    document.repositories?.map((one) => overlay(repositorySpec({ id: one.id }), one) as RepositorySpec) ??
    null;
  spec.system.users = (document.system?.users ?? []).map(({ name, groups, passwordHash, sshKeys }) => ({
    name,
    groups: groups ?? [],
    passwordHash: passwordHash ?? null,
    sshKeys: sshKeys ?? [],
  }));
  spec.disks.main = diskName(spec.disks.main);
  spec.disks.devices = spec.disks.devices.map(diskName);
  spec.disks.sizeMiB = spec.disks.sizeMiB === null ? null : wholeMiB(spec.disks.sizeMiB);
  const { sizes, disks } = spec.partitions;
  for (const name of Object.keys(sizes) as (keyof typeof sizes)[]) sizes[name] = sizeOf(sizes[name]);
  // Null takes away what a lower source says, and leaves the main disk.
  for (const [name, device] of Object.entries(disks) as [DataPartition, string | null][]) {
    if (device === null) delete disks[name];
    else disks[name] = diskName(device);
  }
  spec.device.memoryMiB = wholeMiB(spec.device.memoryMiB);
  spec.device.headroomMiB = wholeMiB(spec.device.headroomMiB);
  spec.device.zramMiB = wholeMiB(spec.device.zramMiB);
  return spec;
}

/** `upper` laid over `lower`: objects are merged by key; lists and plain values replace. */
export function overlay(lower: unknown, upper: unknown): unknown {
  if (!isRecord(lower) || !isRecord(upper)) return upper === undefined ? lower : upper;
  const merged: Record<string, unknown> = { ...lower };
  for (const [key, value] of Object.entries(upper)) merged[key] = overlay(lower[key], value);
  return merged;
}

function diskName(device: string): string {
  return device.replace(/^\/dev\/(?=[^/]+$)/, '');
}

function sizeOf(value: unknown): PartitionSize {
  return parseSize(String(value));
}

function wholeMiB(value: unknown): number {
  return sizeOf(value) as number;
}

function withoutEmpty(value: unknown, defaults: ImageSpec, path: string): unknown {
  if (!isRecord(value)) return value;
  const kept = Object.entries(value).flatMap(([key, inner]): [string, unknown][] => {
    const innerPath = path === '' ? key : `${path}.${key}`;
    const small = withoutEmpty(inner, defaults, innerPath);
    return isEmpty(small) && (isRecord(small) || isEmpty(getAt(defaults, innerPath))) ? [] : [[key, small]];
  });
  return Object.fromEntries(kept);
}

function isEmpty(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0;
  return value === null || value === undefined || (isRecord(value) && Object.keys(value).length === 0);
}
