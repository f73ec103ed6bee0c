import type { SpecOf } from './fields/field.js';
import type { specFields } from './fields/spec-fields.js';

/**
 * The only description of what to build. Wizard, flags, environment, presets and project file
 * all make one of these; everything after reads nothing else but the project's folder. Its fields, with what each is
 * for, are the records of config/fields/.
 */
export interface ImageSpec extends SpecOf<typeof specFields> {}

export type Arch = ImageSpec['arch'];
export type SystemSpec = ImageSpec['system'];
export type NetworkSpec = ImageSpec['system']['network'];

export type { ConnectionFamily, ConnectionSpec } from './fields/connection.js';
export type { HealPolicy } from './fields/partitions.js';
export type { RepositorySpec } from './fields/repository.js';
export type { PartitionSize } from './fields/sizes.js';
export type { UserSpec } from './fields/user.js';
export type { DataPartition, PartitionName, SizedPartition } from './partitions/partition-table.js';
