/** One thing that the validator has to say about a spec. */
export interface Finding {
  /** Path of the field: `partitions.sizes.log`, `disks.devices[1]`. */
  path: string;
  level: 'error' | 'warning';
  message: string;
  /** What would mend it, if possible with the nearest valid value. */
  remedy: string;
}
