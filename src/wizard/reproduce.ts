import { commandLine } from '../spec/command-line.js';
import type { ImageSpec } from '../spec/image-spec.js';

/** The command that builds this spec without the screens, word by word. */
export function reproduce(spec: ImageSpec): string[] {
  return commandLine(spec, { command: ['tmpfsroot-wizard', 'rebuild'] });
}
