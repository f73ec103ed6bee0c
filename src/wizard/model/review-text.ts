import { isDeepStrictEqual } from 'node:util';
import { later, sentences, t } from '../../base/language/texts.js';
import { documentToSpec } from '../../config/document.js';
import { hashPlaceholder } from '../../config/fields/password-hash.js';
import type { ImageSpec } from '../../config/image-spec.js';
import { commandLine } from '../../config/layers/command-line.js';
import { planDisks } from '../../config/partitions/partition-plan.js';
import { withoutHashes } from '../../config/password-hashes.js';
import type { ProjectFile } from '../../config/schema.js';
import type { WizardState } from './state.js';

/**
 * The command that builds this spec without the screens, word by word: the preset that it began with, and what differs
 * from that. It is shown, copied and sent on, so that each hash of a password which the preset does not have is a
 * placeholder, which the program refuses until there is a hash in its place.
 */
export function reproduce({ spec, origin }: Pick<WizardState, 'spec' | 'origin'>): string[] {
  const under = origin?.document ?? {};
  const preset = origin === null ? [] : ['--preset', origin.word];
  const command = ['tmpfsroot-wizard', 'rebuild', ...preset];
  return commandLine(withoutNewHashes(spec, under), { command, under });
}

/** Hashes that the preset has are not said, as they do not differ from it. */
function withoutNewHashes(spec: ImageSpec, under: ProjectFile): ImageSpec {
  const { rootPasswordHash, users } = documentToSpec(under).system;
  const hidden = withoutHashes(spec);
  const { system } = spec;
  return {
    ...hidden,
    system: {
      ...hidden.system,
      ...(system.rootPasswordHash === rootPasswordHash ? { rootPasswordHash } : {}),
      ...(isDeepStrictEqual(system.users, users) ? { users } : {}),
    },
  };
}

/** Where the command does what it says. */
export const commandNote = later`It builds the same image in an empty folder, on any machine that has the preset it names; in this folder once its files are written.`;

/** What is to be said beside the command, or null: it is whole. */
export function placeholderNote(words: readonly string[]): string | null {
  if (!words.some((word) => word.includes(hashPlaceholder))) return null;
  return t`${hashPlaceholder} stands for the hash of a password, which is not shown: tmpfsroot.json has it.`;
}

/** What the installer will do to each disk, in words, and what it will not touch. */
export function wipeSentences(spec: ImageSpec): string[] {
  const how = spec.install.unattended
    ? t`by itself, without asking`
    : t`when somebody chooses it in its menu`;
  const { disks } = planDisks(spec);
  const wiped = disks.map(
    ({ device, partitions }) =>
      t`${device}: everything on it is wiped; it gets ${partitionNames(partitions.map(({ name }) => name))}.`,
  );
  const others =
    disks.length === 1 ? t`Every other disk is kept as it is.` : t`All other disks are kept as they are.`;
  return [sentences(t`The installer runs ${how}.`, ...wiped, others)];
}

/** Their names, in their order; the two root slots by what they are for. */
function partitionNames(names: readonly string[]): string {
  const slots = t`two root slots A and B (one runs, one is spare)`;
  const words = names.flatMap((name) => (name === 'rootA' ? [slots] : name === 'rootB' ? [] : [name]));
  return words.join(t`, `) || t`no partition`;
}
