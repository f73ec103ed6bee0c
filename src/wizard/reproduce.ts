import { commandLine } from '../spec/command-line.js';
import type { ImageSpec } from '../spec/image-spec.js';
import { hashPlaceholder, withoutHashes } from '../spec/password-hashes.js';

/**
 * The command that builds this spec without the screens, word by word. It is shown, copied and sent on, so that each
 * hash of a password is a placeholder, which the program refuses until there is a hash in its place.
 */
export function reproduce(spec: ImageSpec): string[] {
  return commandLine(withoutHashes(spec), { command: ['tmpfsroot-wizard', 'rebuild'] });
}

/** What is to be said beside the command, or null: it is whole. */
export function placeholderNote(spec: ImageSpec): string | null {
  if (!reproduce(spec).some((word) => word.includes(hashPlaceholder))) return null;
  return `${hashPlaceholder} stands for the hash of a password, which is not shown: tmpfsroot.json has it.`;
}
