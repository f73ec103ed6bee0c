/** One thing that the validator has to say about a spec. */
export interface Finding {
  /** Path of the field: `partitions.sizes.log`, `disks.devices[1]`. */
  path: string;
  level: 'error' | 'warning';
  message: string;
  /** What would mend it, if possible with the nearest valid value. */
  remedy: string;
  /** Where the value was given: `tmpfsroot.json:7:13`, `--release`, `FEDORA_MAJOR`; absent for a default. */
  where?: string;
}

export function errorAt(path: string, message: string, remedy: string): Finding {
  return { path, level: 'error', message, remedy };
}

export function warningAt(path: string, message: string, remedy: string): Finding {
  return { path, level: 'warning', message, remedy };
}

/** Place and field of a finding in one text: `tmpfsroot.json:7:13 partitions.sizes.log`. */
export function placeOf(finding: Finding): string {
  return [finding.where, finding.path].filter((part) => part !== undefined && part !== '').join(' ');
}
