/** Where a script stands in a kickstart file's order of things. */
export type ScriptSection = 'pre' | 'pre-install' | 'post-nochroot' | 'post';

/** One script of a project's kickstart files. */
export interface KickstartScript {
  section: ScriptSection;
  /** As a person knows it: `ks/ks.post.cfg`. */
  file: string;
  /** Of the first line of the body, counted from 1. */
  line: number;
  /** `/bin/sh` where the section names none; options may stand behind it. */
  interpreter: string;
  /** Whether all ends when the script ends with another status than 0. */
  errorOnFail: boolean;
  /** Path of the file that gets what the script says, or null. */
  log: string | null;
  body: string;
}
