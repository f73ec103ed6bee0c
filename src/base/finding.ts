import { t } from './language/texts.js';
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
  /** How to correct it, if possible with the nearest valid value. */
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

/** So many things are told at once: nobody reads more of them, and each takes time. */
export const mostFindings = 100;

/**
 * Findings for what is wrong, each of which may take as long as its list: no more than {@link firstFindings} keeps, and
 * one by which it sees that there are more.
 */
export function findingsFor<T>(wrong: readonly T[], tell: (one: T) => Finding): Finding[] {
  return wrong.slice(0, mostFindings + 1).map(tell);
}

/** The first findings in their order, errors before warnings where there are too many; the last one says so then. */
export function firstFindings(findings: readonly Finding[]): Finding[] {
  if (findings.length <= mostFindings) return [...findings];
  const errors = findings.filter(({ level }) => level === 'error');
  const warnings = findings.filter(({ level }) => level === 'warning');
  const kept = new Set([...errors, ...warnings].slice(0, mostFindings));
  const level = errors.length > mostFindings ? 'error' : 'warning';
  const last: Finding = {
    path: '',
    level,
    message: t`There are more than ${mostFindings} findings, and the others are not shown.`,
    remedy: t`Correct these first.`,
  };
  return [...findings.filter((finding) => kept.has(finding)), last];
}

/** How many there are, for a sentence. */
export function countOf(findings: readonly Finding[]): string {
  return findings.length > mostFindings ? t`More than ${mostFindings}` : String(findings.length);
}

/** Place and field of a finding in one text: `tmpfsroot.json:7:13 partitions.sizes.log`. */
export function placeOf(finding: Finding): string {
  return [finding.where, finding.path].filter((part) => part !== undefined && part !== '').join(' ');
}
