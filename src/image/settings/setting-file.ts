/** A file that the spec's settings put into the root tree. */
export interface SettingFile {
  /** Relative to the root. */
  path: string;
  content: string;
  /** Permission bits, 0644 if absent. */
  mode?: number;
}
