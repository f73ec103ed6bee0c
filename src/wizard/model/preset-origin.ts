import type { NewFacts } from './events.js';
import type { PresetOrigin } from './state.js';

/** The preset that a spec began with, after own presets were renamed or deleted. */
export function originAfter(
  origin: PresetOrigin | null,
  { renamed, deleted }: { renamed: NewFacts['renamed'] | undefined; deleted: string | undefined },
): PresetOrigin | null {
  if (origin === null || origin.word === deleted) return null;
  return origin.word === renamed?.from ? { ...origin, word: renamed.to } : origin;
}
