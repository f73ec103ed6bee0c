/** One step into a document: a key of an object, or an index of a list. */
export type Step = string | number;

/** `['disks', 'devices', 1]` as `disks.devices[1]`. */
export function formatPath(steps: readonly Step[]): string {
  return steps.reduce<string>(
    (text, step) => (typeof step === 'number' ? `${text}[${step}]` : text === '' ? step : `${text}.${step}`),
    '',
  );
}

/** `disks.devices[1]` as `['disks', 'devices', 1]`. */
export function parsePath(path: string): Step[] {
  return [...path.matchAll(/\[(\d+)\]|[^.[\]]+/g)].map((match) =>
    match[1] === undefined ? match[0] : Number(match[1]),
  );
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value at a path, `undefined` where there is none. */
export function getAt(document: unknown, path: string): unknown {
  return parsePath(path).reduce<unknown>((value, step) => {
    if (typeof step === 'number') return Array.isArray(value) ? value[step] : undefined;
    return isRecord(value) && Object.hasOwn(value, step) ? value[step] : undefined;
  }, document);
}

/** A copy with the value at a path of object keys set; objects on the way are made. */
export function setAt(
  document: Record<string, unknown>,
  path: string,
  value: unknown,
): Record<string, unknown> {
  const [first, ...rest] = parsePath(path) as string[];
  if (first === undefined) return document;
  if (rest.length === 0) return { ...document, [first]: value };
  const inner = document[first];
  return { ...document, [first]: setAt(isRecord(inner) ? inner : {}, rest.join('.'), value) };
}

/** A copy with what stands at these steps, into lists too, replaced. */
export function replaceAt(document: unknown, steps: readonly Step[], value: unknown): unknown {
  const [first, ...rest] = steps;
  if (first === undefined) return value;
  if (Array.isArray(document))
    return document.map((element, index) => (index === first ? replaceAt(element, rest, value) : element));
  if (!isRecord(document)) return document;
  return { ...document, [first]: replaceAt(document[first], rest, value) };
}

/** Whether a path is `above` or below it: `disks.devices[1]` is within `disks.devices`. */
export function isWithin(path: string, above: string): boolean {
  return path === above || path.startsWith(`${above}.`) || path.startsWith(`${above}[`);
}
