/** What a running system must say of itself: key of its report, the promise in words, and what it has to be. */
export const evidence: readonly (readonly [key: string, promise: string, expected: RegExp])[] = [
  ['root', '/ is in memory', /^tmpfs$/],
  ['slots-mounted', 'the slots are unmounted', /^0$/],
  ['persist', '/persist is read-only', /^ext4 ro,/],
  ['persist-write', 'a write to /persist is refused', /^no$/],
  ['slots-equal', 'A and B hold the same image', /^yes$/],
  ['rootfs-id', '/etc/rootfs-id', /^7f500002-/],
  ['log', '/var/log', /^ext4 rw,/],
  ['cmdline', "the kernel's command line", /tfr\.slot=a/],
];

/** The same for an image of which every service has to run. */
export const healthyEvidence: typeof evidence = [
  ...evidence,
  ['failed-units', 'no unit has failed', /^$/],
  ['boot-complete', 'the required services run', /^active$/],
];

export interface Proof {
  promise: string;
  value: string;
  holds: boolean;
}

/** Compares a report with what it must say; a value that is not there holds nothing. */
export function prove(
  report: ReadonlyMap<string, string>,
  expectations: typeof evidence = evidence,
): Proof[] {
  return expectations.map(([key, promise, expected]) => {
    const value = report.get(key);
    return { promise, value: value ?? '(nothing)', holds: value !== undefined && expected.test(value) };
  });
}
