import { later, t, translated } from '../../base/language/texts.js';
import { kindOf } from '../../config/fields/disk-kinds.js';
import { diskPattern, suggestDisk } from '../../config/fields/disk-names.js';
import type { ImageSpec } from '../../config/image-spec.js';
import type { BlockDisk } from '../../doctor/block-devices.js';
import { changeSpec, tookNotice } from './edit-form.js';
import { goTo } from './navigation.js';
import { fieldsOf } from './screen-findings.js';
import { withSectorSize } from './screens/disks.js';
import type { Overlay, WizardState } from './state.js';

type Picking = Extract<Overlay, { kind: 'pick' }>;

/** Offers disks that were read from a machine. Only a single one is chosen beforehand: what is chosen will be wiped. */
export function offerDisks(
  state: WizardState,
  { disks, leftOut, memoryMiB }: Pick<Picking, 'disks' | 'leftOut' | 'memoryMiB'>,
): WizardState {
  if (disks.length === 0) {
    const text = leftOut.length === 0 ? t`There is no disk in what lsblk printed.` : leftOutText(leftOut);
    return { ...state, notice: { level: 'warning', text } };
  }
  const chosen = disks.length === 1 ? disks.map(({ name }) => name) : [];
  return {
    ...state,
    overlay: { kind: 'pick', disks, leftOut, memoryMiB, chosen, naming: 'lasting', index: 0 },
  };
}

/** What is said of disks that cannot be chosen; nothing when there are none. */
export function leftOutText(names: readonly string[]): string {
  if (names.length === 0) return '';
  const each = names.map(
    (name) => `${name} (${translated(kindOf(name)?.what ?? later`of an unknown kind`)})`,
  );
  return t`The installer cannot use ${each.join(', ')}.`;
}

/** Chooses the disk at the pointer, or takes it off again. */
export function toggleDisk(picking: Picking): Picking {
  const name = picking.disks[picking.index]?.name;
  if (name === undefined) return picking;
  const isChosen = picking.chosen.includes(name);
  return {
    ...picking,
    chosen: isChosen ? picking.chosen.filter((one) => one !== name) : [...picking.chosen, name],
  };
}

/** Names that last as long as the disk does, or those of the kernel, which may change places. */
export function changeNaming(picking: Picking): Picking {
  return { ...picking, naming: picking.naming === 'lasting' ? 'kernel' : 'lasting' };
}

/** Whether one of the disks has a name that lasts. */
export function hasLastingName({ disks }: Pick<Picking, 'disks'>): boolean {
  return disks.some((disk) => lastingName(disk, disks) !== null);
}

/** How the spec is to name a disk: by its serial number or path where it has one, and that is wanted. */
export function nameInSpec(disk: BlockDisk, { disks, naming }: Pick<Picking, 'disks' | 'naming'>): string {
  return (naming === 'lasting' ? lastingName(disk, disks) : null) ?? disk.name;
}

/** How the spec would name the disks that are chosen, and what follows from that; empty where there is no choice. */
export function namingText(picking: Picking): string {
  const { disks, chosen, naming } = picking;
  if (!hasLastingName(picking)) return '';
  if (naming === 'kernel')
    return t`Named as the kernel does: the image fits every such machine, but names can change places when a disk or a stick is added.`;
  const names = disks
    .filter(({ name }) => chosen.includes(name))
    .flatMap((disk) => lastingName(disk, disks) ?? []);
  if (chosen.length > 0 && names.length === 0) return '';
  const which = names.length === 0 ? '' : ` (${names.join(', ')})`;
  return t`Named by serial number or path${which}: no other disk is wiped, and the image fits this machine only.`;
}

/** A serial number that another disk has too, as cheap sticks do, names none. */
function lastingName({ serial, byId }: BlockDisk, disks: readonly BlockDisk[]): string | null {
  const isOnly = disks.filter((other) => other.serial === serial).length === 1;
  const bySerial = serial !== '' && isOnly ? suggestDisk(`serial:${serial}`) : null;
  return [bySerial, byId].find((name) => name !== null && diskPattern.test(name)) ?? null;
}

/** Puts the chosen disks into the spec: the first chosen one is the main disk. */
export function takeDisks(state: WizardState, picking: Picking): WizardState {
  const { disks, chosen, memoryMiB } = picking;
  const main = disks.find(({ name }) => name === chosen[0]);
  if (main === undefined) {
    return {
      ...state,
      notice: {
        level: 'error',
        text: t`No disk is chosen.`,
        keys: t`Space chooses the disk at the pointer.`,
      },
    };
  }
  const replaced = new Set(fieldsOf(state, 'disks').map(({ id }) => id));
  const texts = Object.fromEntries(Object.entries(state.texts).filter(([id]) => !replaced.has(id)));
  const names = chosen.flatMap((name) =>
    disks.filter((disk) => disk.name === name).map((disk) => nameInSpec(disk, picking)),
  );
  const chosenSpec = withDisks(state.spec, main, names, memoryMiB);
  const changed = { ...changeSpec(state, chosenSpec), texts };
  const notice = tookNotice(t`${names.join(', ')}: the system goes to ${names[0]}`);
  return { ...goTo(changed, 'disks'), notice };
}

function withDisks(
  spec: ImageSpec,
  main: BlockDisk,
  devices: readonly string[],
  memoryMiB: number | null,
): ImageSpec {
  const places = Object.entries(spec.partitions.disks).filter(([, device]) => devices.includes(device));
  const fitted = withSectorSize(spec, main.sectorSize === 4096 ? 4096 : 512);
  return {
    ...fitted,
    disks: { ...fitted.disks, devices: [...devices], main: devices[0] ?? main.name, sizeMiB: main.sizeMiB },
    partitions: { ...fitted.partitions, disks: Object.fromEntries(places) },
    device: memoryMiB === null ? spec.device : { ...spec.device, memoryMiB },
  };
}
