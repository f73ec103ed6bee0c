/** The whole name of a unit: `sshd` is `sshd.service`, as systemctl(1) reads it. */
export function unitName(name: string): string {
  return suffix.test(name) ? name : `${name}.service`;
}

/** systemd.unit(5). */
const suffix = /\.(?:service|socket|device|mount|automount|swap|target|path|timer|slice|scope)$/;

/** Each unit once, whichever way it is written; the first way is kept. */
export function uniqueUnits(names: readonly string[]): string[] {
  const first = new Map<string, string>();
  for (const name of names) if (!first.has(unitName(name))) first.set(unitName(name), name);
  return [...first.values()];
}
