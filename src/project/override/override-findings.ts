import { errorAt, type Finding, warningAt } from '../../base/finding.js';
import type { FolderEntry } from '../../base/fs/folder-entries.js';
import { t } from '../../base/language/texts.js';
import { shownPath } from '../../base/text/path-text.js';
import { forContentMiB } from '../../config/device-memory.js';
import { formatMiB } from '../../config/fields/sizes.js';
import type { ImageSpec } from '../../config/image-spec.js';
import { type CoveredFolder, coveredFolders, filesHidden, hiddenFiles, isBelow } from './hidden-files.js';
import { type PlaceFault, placeEntries, usualLinks } from './place-entries.js';

/** Folders that a running system fills by itself: what an image has there is hidden or never looked at. */
const emptyAtBoot = ['run', 'tmp', 'proc', 'sys', 'dev', 'boot'];

/** Boot loader files that an image may bring of its own: they are taken to the ESP (src/image/boot/boot-files.ts). */
const bootLoader = /^boot\/efi\/(?:.*\/)?(?:shimx64\.efi|grubx64\.efi|mmx64\.efi|bootx64\.csv)$/i;
/** From this release on those below /usr/lib/efi are taken first. */
const bootLoaderInUsrSince = 44;

/** What keeps an empty folder in git, and is not a part of an image. */
export function isPlaceholder(path: string): boolean {
  return path === '.gitkeep' || path.endsWith('/.gitkeep');
}

/**
 * What can be said of root.override without the packages: where its files come to lie, which of them nobody would
 * see, and what no image can hold.
 * @param entries each folder before what is in it
 */
export function overrideFindings(entries: readonly FolderEntry[], spec: ImageSpec): Finding[] {
  const { places, faults } = placeEntries(
    entries.filter(({ path }) => !isPlaceholder(path)),
    { links: usualLinks(spec.release), kinds: null },
  );
  const placed = entries.flatMap((entry) => {
    const place = places.get(entry.path);
    return place === undefined ? [] : [{ entry, place }];
  });
  const covered = coveredFolders(spec);
  return [
    ...kindFindings(entries, 'root.override'),
    ...faults.map((fault) => faultFinding(fault, 'root.override')),
    ...hiddenFindings(placed, covered, spec.release),
    ...goneFindings(placed),
    ...nameFindings(placed, covered, spec),
    ...sizeFindings(entries, spec),
  ];
}

/** Refuses what a folder of the project cannot hold on purpose. */
export function kindFindings(entries: readonly FolderEntry[], folder: string): Finding[] {
  return entries
    .filter(({ kind }) => kind === 'FIFO' || kind === 'socket' || kind === 'device')
    .map(({ path, kind }) => ({
      ...errorAt(
        '',
        kindText(kind),
        folder === 'root.override'
          ? t`Remove it. On the device a line in \`/usr/lib/tmpfiles.d\` (tmpfiles.d(5)) can make it, or the program that uses it.`
          : t`Remove it.`,
      ),
      where: `${folder}/${shownPath(path)}`,
    }));
}

function kindText(kind: FolderEntry['kind']): string {
  if (kind === 'FIFO') return t`This is a FIFO; only files, folders and links can be copied.`;
  return kind === 'socket'
    ? t`This is a socket; only files, folders and links can be copied.`
    : t`This is a device; only files, folders and links can be copied.`;
}

/** A fault of the place of an entry, in words. */
export function faultFinding(fault: PlaceFault, folder: string): Finding {
  const at = (path: string) => `${folder}/${shownPath(path)}`;
  const said = (message: string, remedy: string) => ({
    ...errorAt('', message, remedy),
    where: at(fault.path),
  });
  switch (fault.kind) {
    case 'astray':
      return said(
        t`In the image \`/${shownPath(fault.at)}\` is a link to \`${shownPath(fault.target)}\`, which does not exist there.`,
        t`Write the folder by its real name.`,
      );
    case 'twice':
      return said(
        t`It and \`${at(fault.other)}\` are both \`/${shownPath(fault.place)}\` in the image.`,
        t`Keep one of them, as \`${at(fault.place)}\`.`,
      );
    case 'replaces':
      return fault.target === null
        ? said(
            t`In the image \`/${shownPath(fault.place)}\` is a folder, and it would take its place.`,
            t`Give it another name.`,
          )
        : said(
            t`In the image \`/${shownPath(fault.place)}\` is a link to the folder \`${shownPath(fault.target)}\`, which the system needs, and it would take its place.`,
            t`Remove it; to add files, make it a folder, and they go where the link leads.`,
          );
    case 'no-folder':
      return said(
        t`In the image \`/${shownPath(fault.place)}\` is a file, and a folder would take its place.`,
        t`Give the folder another name, or remove the file with a script of \`hooks.d\`.`,
      );
  }
}

/** An entry and where it comes to lie. */
interface Placed {
  entry: FolderEntry;
  place: string;
}

/** One finding for each partition, with the first of its files. */
function hiddenFindings(
  placed: readonly Placed[],
  covered: readonly CoveredFolder[],
  release: number,
): Finding[] {
  const files = placed.filter(
    ({ entry, place }) =>
      entry.kind !== 'folder' && !(bootLoader.test(place) && release < bootLoaderInUsrSince),
  );
  return filesHidden(files, covered).map(({ folder, first, count }) => {
    const { what, remedy } = hiddenFiles(`/${first.place}`, count, folder);
    return { ...errorAt('', what, remedy), where: `root.override/${shownPath(first.entry.path)}` };
  });
}

function goneFindings(placed: readonly Placed[]): Finding[] {
  return emptyAtBoot.flatMap((top) => {
    // What is below /boot/efi goes onto the ESP with Anaconda, and is said to be hidden without.
    const first = placed.find(
      ({ entry, place }) =>
        entry.kind !== 'folder' && place.startsWith(`${top}/`) && !place.startsWith('boot/efi/'),
    );
    if (first === undefined) return [];
    return [
      {
        ...warningAt(
          '',
          t`The running system would not have it: \`/${top}\` is empty at each start.`,
          top === 'run' || top === 'tmp'
            ? t`Have it elsewhere, and let a line of \`/usr/lib/tmpfiles.d\` put it into \`/${top}\` (tmpfiles.d(5)).`
            : t`Have it elsewhere.`,
        ),
        where: `root.override/${shownPath(first.entry.path)}`,
      },
    ];
  });
}

/** What can never fit is told before it is read, which takes minutes for 20 GB; holes in a file count as the build counts. */
function sizeFindings(entries: readonly FolderEntry[], spec: ImageSpec): Finding[] {
  const { limitMiB, told } = roomFor(spec);
  const bytes = entries.reduce((sum, { size = 0 }) => sum + size, 0);
  if (bytes <= limitMiB * bytesPerMiB) return [];
  const [largest] = entries
    .filter(({ kind }) => kind === 'file')
    .sort((a, b) => (b.size ?? 0) - (a.size ?? 0));
  const needed = Math.ceil(bytes / bytesPerMiB);
  return [
    {
      ...errorAt('', ...told(formatMiB(needed))),
      where: `root.override/${shownPath(largest?.path ?? '')}`,
    },
  ];
}

/**
 * The most that files of a root may have, and what is told of more. Nobody knows how small they are compressed, but in
 * memory they are whole.
 */
function roomFor({ partitions: { sizes }, device }: ImageSpec) {
  if (device.slotFormat === 'files' && sizes.root !== 'rest') {
    const limitMiB = sizes.root;
    const told = (needed: string): [message: string, remedy: string] => [
      t`The files of \`root.override\` have ${needed}, and a root slot has ${formatMiB(limitMiB)}. This one is the largest.`,
      t`Leave it out, or set a larger root size (\`--root-size\`).`,
    ];
    return { limitMiB, told };
  }
  const limitMiB = Math.max(forContentMiB(device), 0);
  const told = (needed: string): [message: string, remedy: string] => [
    t`The files of \`root.override\` have ${needed}, and the memory of the device has room for ${formatMiB(limitMiB)}. This one is the largest.`,
    t`Leave it out, or set more memory (\`--memory\`) if all devices have it.`,
  ];
  return { limitMiB, told };
}

const bytesPerMiB = 1024 * 1024;

/** Names that lists on the device cannot hold, a line each. */
function nameFindings(
  placed: readonly Placed[],
  covered: readonly CoveredFolder[],
  { system, install }: ImageSpec,
): Finding[] {
  const reasonOf = ({ entry, place }: Placed): string | null => {
    const breaks = place.includes('\n');
    if (breaks && system.selinux !== 'disabled') return t`with SELinux no name may have a line break`;
    if (entry.kind !== 'folder') return null;
    if (breaks && install.method === 'anaconda')
      return t`with Anaconda no folder may have a line break in its name`;
    // `read` of the shell divides at line breaks, and takes blanks away from the end.
    const isListed = covered.some((folder) => isBelow(place, folder));
    return isListed && /\n|[ \t]$/.test(place)
      ? t`a folder that is made on a data partition may have no line break in its name, and no blank at its end`
      : null;
  };
  return placed.flatMap((one) => {
    const reason = reasonOf(one);
    if (reason === null) return [];
    const finding = errorAt(
      '',
      t`The name cannot be had on the device: ${reason}.`,
      t`Give it another name.`,
    );
    return [{ ...finding, where: `root.override/${shownPath(one.entry.path)}` }];
  });
}
