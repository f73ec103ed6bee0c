import type { ImageSpec } from '../image-spec.js';
import type { ProjectFile } from '../schema.js';
import { specToFlags } from './flag-args.js';

export interface CommandLineOptions {
  /** What the flags come on top of: a preset, or the project file; nothing if absent. */
  under?: ProjectFile;
  /** The words before the flags. */
  command?: readonly string[];
}

/** The command line that builds this spec, word by word: parsing it gives exactly this spec. */
export function commandLine(spec: ImageSpec, options: CommandLineOptions = {}): string[] {
  const { under, command = ['tmpfsroot-wizard', 'build'] } = options;
  return [...command, ...specToFlags(spec, under)];
}
