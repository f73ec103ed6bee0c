import { stageFailed } from '../../base/failure.js';
import { t } from '../../base/language/texts.js';
import { shownPath } from '../../base/text/path-text.js';
import type { RootSpec } from '../../config/spec-parts.js';
import type { SlotFormat } from '../slot/slot-format.js';
import type { TreeEntry } from '../slot/tree-listing.js';

/** Where the image keeps what the device's scripts need to know of it. */
export const factsDir = 'usr/lib/tmpfsroot';

const blockBytes = 4096;
const bytesPerMiB = 1024 * 1024;
/** Files that a running system makes above those of the image. */
const spareInodes = 65_536;

/** What the content of a root costs. */
export interface ContentSize {
  /** Files, directories, links, the root itself among them, without what is in /boot. */
  entries: number;
  files: number;
  /** Sum of the files' sizes but for our own facts, which are written last. */
  fileBytes: number;
  /** Memory that the copy takes in a tmpfs, MiB. */
  memoryMiB: number;
}

/** Content as it is copied into memory: without /boot's content and lost+found. */
export function isCopied(entry: TreeEntry): boolean {
  return !entry.path.startsWith('boot/') && entry.path !== 'lost+found';
}

export function contentSize(entries: readonly TreeEntry[]): ContentSize {
  const copied = entries.filter(isCopied);
  const files = copied.filter((entry) => entry.type === 'f');
  const measured = files.filter((entry) => !entry.path.startsWith(`${factsDir}/`));
  const pages = copied.reduce(
    (sum, { size, type }) => sum + (type === 'f' ? Math.ceil(size / blockBytes) : 1),
    0,
  );
  return {
    entries: copied.length,
    files: files.length,
    fileBytes: measured.reduce((sum, { size }) => sum + size, 0),
    memoryMiB: Math.ceil((pages * blockBytes) / bytesPerMiB),
  };
}

/** image.conf: numbers for the initramfs, one KEY=NUMBER a line, so that a damaged file is seen as such. */
export function imageConf(spec: RootSpec, content: ContentSize, format: SlotFormat): string {
  const facts = {
    TFR_TMPFS_MIB: content.memoryMiB + spec.device.headroomMiB,
    TFR_TMPFS_INODES: content.entries + spareInodes,
    TFR_CONTENT_MIB: content.memoryMiB,
    TFR_ENTRIES: content.entries,
    // All but their list, which an image has in the slot.
    TFR_FILES: format === 'files' ? content.files - 1 : content.files,
    TFR_FILE_BYTES: content.fileBytes,
    TFR_VERIFY: spec.device.verify,
    TFR_FORMAT: format,
  };
  return Object.entries(facts)
    .map(([key, value]) => `${key}=${value}\n`)
    .join('');
}

/**
 * Directories below a partition's mount point, one MODE UID GID PATH a line: what an empty file system gets when
 * the installer makes it or the healer formats it.
 * @throws Failure (exit status 1) for a name that the list cannot hold.
 */
export function directoryManifest(entries: readonly TreeEntry[], mountPoint: string): string {
  const prefix = `${mountPoint.slice(1)}/`;
  const folders = entries.filter((entry) => entry.type === 'd' && entry.path.startsWith(prefix));
  // `read` of the shell divides at line breaks, and takes blanks away from the end.
  const unlistable = folders.find(({ path }) => /\n|[ \t]$/.test(path));
  if (unlistable !== undefined) {
    throw stageFailed({
      what: t`The folder \`/${shownPath(unlistable.path)}\` cannot be made on a data partition: its name has a line break, or a blank at its end.`,
      where: `/${shownPath(unlistable.path)}`,
      remedy: t`A script or a package of the project made it: give it another name, or let a service make it.`,
    });
  }
  return folders
    .map(({ mode, uid, gid, path }) => `${mode} ${uid} ${gid} ${path.slice(prefix.length)}\n`)
    .join('');
}
