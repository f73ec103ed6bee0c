import type { PartitionName } from '../../config/partitions/partition-table.js';
import type { BootState, Slot } from '../../slots/boot-state.js';
import { type PartitionTables, readPartitionTables, type TableEntry, usedTable } from '../disk/gpt.js';
import type { DiskLayout } from '../disk/regions.js';
import { partOf, type SectorReader } from '../disk/sectors.js';
import type { Epoch } from '../log/log-index.js';
import { DiskState, type Recorded } from '../states/disk-state.js';
import { chooseBoot, type SlotContent } from './boot-choice.js';
import { EspCheck, type EspView, stateIn } from './esp-check.js';
import { judge, type Verdict } from './oracle.js';

/** What is known of a recording besides its writes. */
export interface JudgedFacts {
  layout: DiskLayout;
  /** Slots that held a whole image at first, checked file by file. */
  wholeAtFirst: Readonly<Record<Slot, boolean>>;
  /** The slot that the scenario writes to; null: none. */
  written: Slot | null;
  /** GRUB knows the first copy of the boot state alone, as that of other systems; false if absent. */
  hasOneCopy?: boolean;
  /** The disk was empty, and both slots hold a whole image behind the last write; false if absent. */
  isInstallation?: boolean;
}

/** A slot is whole from here on: a mark of the recorder, which has checked it file by file. */
const wholeMark = /^whole ([ab])$/;

const slotRegion: Readonly<Record<Slot, PartitionName>> = { '0': 'rootA', '1': 'rootB' };
const bothSlots = ['0', '1'] as const;

interface SlotImage {
  head: readonly [number, number];
  body: readonly [number, number];
}

/**
 * Judges states of one recording. A check is made once for each content of the region that it looks at; `checks` says how
 * many there were.
 */
export class DiskJudge {
  /** Checks that were made, by what was checked. */
  readonly checks = { table: 0, esp: 0, slot: 0 };
  readonly #recorded: Recorded;
  readonly #facts: JudgedFacts;
  readonly #images: Readonly<Record<Slot, SlotImage[]>>;
  readonly #esps: Partial<Record<'esp' | 'esp2', EspCheck>>;
  readonly #table: readonly TableEntry[];
  readonly #views = new Map<string, Map<number, unknown>>();
  readonly #hadState: boolean;
  /** Digest of the disk behind the last write. */
  readonly #end: bigint;
  #states: BootState[] = [];
  /** Verdicts of the epoch that was entered last, by what they follow from. */
  #verdicts = new Map<string, Verdict>();

  constructor(recorded: Recorded, facts: JudgedFacts) {
    this.#recorded = recorded;
    this.#facts = facts;
    const first = new DiskState(recorded);
    const last = new DiskState(recorded);
    this.#images = this.#knownImages(last);
    this.#table = usedTable(readPartitionTables(facts.isInstallation ? last : recorded.base)) ?? [];
    this.#end = last.digest();
    this.#esps = Object.fromEntries(
      (['esp', 'esp2'] as const).flatMap((name) => {
        const part = this.#part(recorded.base, name);
        const end = this.#part(last, name);
        return part === null || end === null ? [] : [[name, new EspCheck(part, end)]];
      }),
    );
    this.#hadState = facts.isInstallation === true || this.#statesNow(first).length > 0;
  }

  /**
   * Looks which boot states are right in an epoch: those that either ESP says before it, between its writes and behind
   * them. Before it, the copy that does not count says what was before the one that does: GRUB writes a copy as two
   * sectors and flushes each, so noise around the second one may take the first one along. The state is as before the
   * epoch.
   */
  enter(epoch: Epoch, state: DiskState): void {
    const start = state.mark();
    const states = new Set(this.#copiesNow(state));
    for (const write of epoch.writes) {
      state.apply(write);
      for (const now of this.#statesNow(state)) states.add(now);
    }
    this.#states = [...states];
    state.rollBack(start);
    this.#verdicts.clear();
  }

  /** What would become of a device with this disk. {@link enter} was called for its epoch. */
  judge(state: DiskState): Verdict {
    const slots = { '0': this.#slot(state, '0'), '1': this.#slot(state, '1') };
    const isOver = this.#facts.isInstallation === true && state.digest() === this.#end;
    const key = [
      isOver,
      ...(['table', 'esp', 'esp2'] as const).map((kind) => this.#digest(state, kind)),
      ...Object.values(slots),
    ].join(' ');
    const known = this.#verdicts.get(key);
    if (known !== undefined) return known;
    const verdict = this.#verdict(state, slots, isOver);
    this.#verdicts.set(key, verdict);
    return verdict;
  }

  #verdict(state: DiskState, slots: Readonly<Record<Slot, SlotContent>>, isOver: boolean): Verdict {
    const { wholeAtFirst, written, isInstallation = false } = this.#facts;
    const tables = this.#tables(state);
    const slotsAtFirst = Object.fromEntries(
      bothSlots.map((slot): [Slot, SlotContent] => [
        slot,
        // What an installer makes bootable has two of them.
        isInstallation || wholeAtFirst[slot] ? 'whole' : 'unchanged',
      ]),
    ) as Record<Slot, SlotContent>;
    const esp = this.#esp(state, 'esp');
    const choice = chooseBoot({ esp: esp ?? noEsp, esp2: this.#esp(state, 'esp2') }, slots);
    return judge(
      { ...tables, slots, slotsAtFirst, choice },
      {
        ...{ written, states: this.#states, hadState: this.#hadState },
        installation: isInstallation ? { isOver } : null,
      },
    );
  }

  #statesNow(state: DiskState): BootState[] {
    return this.#espViews(state).flatMap((view) => stateIn(view)?.state ?? []);
  }

  #espViews(state: DiskState): EspView[] {
    return (['esp', 'esp2'] as const).flatMap((name) => this.#esp(state, name) ?? []);
  }

  #copiesNow(state: DiskState): BootState[] {
    return this.#espViews(state).flatMap(({ copies }) => copies.flatMap((copy) => copy?.state ?? []));
  }

  #esp(state: DiskState, name: 'esp' | 'esp2'): EspView | null {
    const check = this.#esps[name];
    const part = this.#part(state, name);
    if (check === undefined || part === null) return null;
    return this.#once(name, this.#digest(state, name), () => {
      this.checks.esp += 1;
      const view = check.look(part);
      return this.#facts.hasOneCopy === true ? { ...view, copies: [view.copies[0], null] } : view;
    });
  }

  #tables(state: DiskState): { tables: PartitionTables; isSameTable: boolean } {
    return this.#once('table', this.#digest(state, 'table'), () => {
      this.checks.table += 1;
      const tables = readPartitionTables(state);
      return { tables, isSameTable: isSame(usedTable(tables) ?? [], this.#table) };
    });
  }

  #slot(state: DiskState, slot: Slot): SlotContent {
    const { head, body } = this.#slotDigests(state, slot);
    const isImage = (image: SlotImage) =>
      head[0] === image.head[0] &&
      head[1] === image.head[1] &&
      body[0] === image.body[0] &&
      body[1] === image.body[1];
    if (this.#images[slot].some(isImage)) return 'whole';
    if ([...head, ...body].every((half) => half === 0)) return 'unchanged';
    const hasFileSystem = this.#once(`head ${slot}`, keyOf(...head), () => {
      this.checks.slot += 1;
      const part = this.#part(state, slotRegion[slot]);
      return part !== null && hasExt4(part);
    });
    return hasFileSystem ? 'partial' : 'empty';
  }

  /** Images that slots are known to have held whole; the state walks through the recording to its end. */
  #knownImages(state: DiskState): Record<Slot, SlotImage[]> {
    const images: Record<Slot, SlotImage[]> = { '0': [], '1': [] };
    for (const slot of bothSlots) {
      if (this.#facts.wholeAtFirst[slot]) images[slot].push({ head: [0, 0], body: [0, 0] });
    }
    for (const { writes, marks } of this.#recorded.index.epochs) {
      for (let place = 0; place <= writes.length; place += 1) {
        for (const { before, text } of marks) {
          const letter = before === place ? wholeMark.exec(text)?.[1] : undefined;
          if (letter === undefined) continue;
          const slot = letter === 'a' ? '0' : '1';
          images[slot].push(this.#slotDigests(state, slot));
        }
        const write = writes[place];
        if (write !== undefined) state.apply(write);
      }
    }
    if (this.#facts.isInstallation)
      for (const slot of bothSlots) images[slot].push(this.#slotDigests(state, slot));
    return images;
  }

  #slotDigests({ low, high }: DiskState, slot: Slot): SlotImage {
    const regions = this.#recorded.regions;
    const find = (isHead: boolean): [number, number] => {
      const at = regions.findIndex((one) => one.kind === slotRegion[slot] && one.isHead === isHead);
      return [low[at] as number, high[at] as number];
    };
    return { head: find(true), body: find(false) };
  }

  /** Key of what the regions of a kind hold: 53 bits. */
  #digest({ low, high }: DiskState, kind: string): number {
    let [first, second] = [0, 0];
    for (const [at, region] of this.#recorded.regions.entries()) {
      if (region.kind !== kind) continue;
      first += low[at] as number;
      second += high[at] as number;
    }
    return keyOf(first >>> 0, second >>> 0);
  }

  #part(disk: SectorReader, name: PartitionName): SectorReader | null {
    const place = this.#facts.layout.partitions.get(name);
    return place === undefined ? null : partOf(disk, place.first, place.sectors);
  }

  #once<Result>(what: string, key: number, look: () => Result): Result {
    let known = this.#views.get(what);
    if (known === undefined) {
      known = new Map();
      this.#views.set(what, known);
    }
    if (!known.has(key)) known.set(key, look());
    return known.get(key) as Result;
  }
}

const noEsp: EspView = { loader: 'none', hasConfiguration: false, copies: [null, null] };

function keyOf(low: number, high: number): number {
  return low + (high & 0x1fffff) * 2 ** 32;
}

/** The magic number of ext4, without which neither GRUB nor the kernel takes it for a file system. */
function hasExt4(part: SectorReader): boolean {
  return part.read(2, 1).readUInt16LE(56) === 0xef53;
}

function isSame(entries: readonly TableEntry[], others: readonly TableEntry[]): boolean {
  return JSON.stringify(entries) === JSON.stringify(others);
}
