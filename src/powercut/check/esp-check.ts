import { createHash } from 'node:crypto';
import { type Copies, type Copy, newestOf } from '../../slots/copies.js';
import { blockSize, copyPaths, parseBlock } from '../../slots/environment-block.js';
import { FatReader, type FilePlace } from '../disk/fat.js';
import type { SectorReader } from '../disk/sectors.js';

/** Ways in which firmware starts an ESP: by its boot entry, and without one. Firmware reads the first file of each. */
const chains = [
  ['EFI/fedora/shimx64.efi', 'EFI/fedora/grubx64.efi', 'EFI/fedora/grub.cfg'],
  ['EFI/BOOT/BOOTX64.EFI', 'EFI/BOOT/grubx64.efi', 'EFI/BOOT/grub.cfg'],
] as const;
/** What the boot loader runs; that of the other ESP does as well. */
const configuration = 'EFI/tfr/grub.cfg.gz';
const neededFiles: readonly string[] = [...chains.flat(), configuration];

/**
 * What becomes of a firmware that turns to an ESP.
 * - `whole`: it gets as far as GRUB.
 * - `damaged`: it starts something of which a part is damaged, for example GRUB whose first script is noise: that waits at
 *   a prompt, and nothing else is tried.
 * - `none`: it finds nothing to start, and turns to the next one.
 */
export type LoaderState = 'whole' | 'damaged' | 'none';

/** What one ESP is good for. */
export interface EspView {
  loader: LoaderState;
  /** Its own configuration is whole. */
  hasConfiguration: boolean;
  copies: Copies;
}

/** The copy of the boot state that counts, or null where none can be read. */
export function stateIn({ copies }: Pick<EspView, 'copies'>): Copy {
  const newest = newestOf(copies);
  return newest === null ? null : copies[newest];
}

/** Where a file lay at first, and which contents it may have. */
interface Reference {
  place: FilePlace | null;
  digests: ReadonlySet<string>;
}

/**
 * Looks at an ESP as firmware and GRUB do. A file is whole when it has the content that it had at first or at the end of
 * the recording; one that was in neither is not needed.
 */
export class EspCheck {
  readonly #references = new Map<string, Reference>();

  /** @param first and last: the ESP before the first write of the recording, and after the last one */
  constructor(first: SectorReader, last: SectorReader) {
    const fats = [FatReader.open(first), FatReader.open(last)];
    for (const file of neededFiles) {
      const digests = fats.flatMap((fat) => digestOf(fat?.file(file) ?? null) ?? []);
      if (digests.length === 0) continue;
      this.#references.set(file, { place: fats[0]?.place(file) ?? null, digests: new Set(digests) });
    }
  }

  look(esp: SectorReader): EspView {
    const fat = FatReader.open(esp);
    if (fat === null) return { loader: 'none', hasConfiguration: false, copies: [null, null] };
    return {
      loader: this.#loader(fat, esp),
      hasConfiguration: this.#isWhole(configuration, fat, esp),
      copies: [readCopy(fat, copyPaths[0]), readCopy(fat, copyPaths[1])],
    };
  }

  #loader(fat: FatReader, esp: SectorReader): LoaderState {
    const startable = chains.filter(
      ([start]) => this.#references.has(start) && this.#isWhole(start, fat, esp),
    );
    if (startable.length === 0) return 'none';
    return startable.flat().every((file) => this.#isWhole(file, fat, esp)) ? 'whole' : 'damaged';
  }

  #isWhole(file: string, fat: FatReader, esp: SectorReader): boolean {
    const reference = this.#references.get(file);
    if (reference === undefined) return true;
    const place = fat.place(file);
    if (place === null) return false;
    if (isSamePlace(place, reference.place)) {
      const isAsAtFirst = place.runs.every(({ sector, sectors }) => esp.isAsAtFirst?.(sector, sectors));
      if (isAsAtFirst && reference.place !== null) return true;
    }
    return reference.digests.has(digestOf(fat.file(file)) ?? '');
  }
}

/** GRUB's `load_env` reads no file that is longer or shorter than a block. */
function readCopy(fat: FatReader, file: string): Copy {
  const content = fat.place(file)?.bytes === blockSize ? fat.file(file) : null;
  return content === null ? null : parseBlock(content.toString('latin1'));
}

function isSamePlace(place: FilePlace, other: FilePlace | null): boolean {
  return (
    other !== null &&
    place.bytes === other.bytes &&
    place.runs.length === other.runs.length &&
    place.runs.every(
      ({ sector, sectors }, at) => other.runs[at]?.sector === sector && other.runs[at]?.sectors === sectors,
    )
  );
}

function digestOf(content: Buffer | null): string | null {
  return content === null ? null : createHash('blake2b512').update(content).digest('hex');
}
