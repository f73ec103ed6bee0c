/** A value that takes a finding away when it is set. */
export interface Fix {
  /** A field of the spec as a whole, never an element of a list. May be another one than the finding's. */
  path: string;
  /** In the form of the spec (sizes are MiB), which a project file takes too. */
  value: unknown;
  /** What is new, as it is shown to a person: `1 GiB`. */
  text: string;
}

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
  /** The nearest valid value, where there is one that can be told. */
  fix?: Fix;
}

export function errorAt(path: string, message: string, remedy: string, fix?: Fix): Finding {
  return { path, level: 'error', message, remedy, ...(fix === undefined ? {} : { fix }) };
}

export function warningAt(path: string, message: string, remedy: string, fix?: Fix): Finding {
  return { path, level: 'warning', message, remedy, ...(fix === undefined ? {} : { fix }) };
}

/** Place and field of a finding in one text: `tmpfsroot.json:7:13 partitions.sizes.log`. */
export function placeOf(finding: Finding): string {
  return [finding.where, finding.path].filter((part) => part !== undefined && part !== '').join(' ');
}
