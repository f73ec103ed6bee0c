import type { BlockDisk } from '../project/devices.js';
import { kindOf } from '../spec/disk-kinds.js';
import type { ImageSpec } from '../spec/image-spec.js';
import { changeSpec } from './edit-form.js';
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
    const text = leftOut.length === 0 ? 'There is no disk in what lsblk printed.' : leftOutText(leftOut);
    return { ...state, notice: { level: 'warning', text } };
  }
  const chosen = disks.length === 1 ? disks.map(({ name }) => name) : [];
  return { ...state, overlay: { kind: 'pick', disks, leftOut, memoryMiB, chosen, index: 0 } };
}

/** What is said of disks that cannot be chosen; nothing when there are none. */
export function leftOutText(names: readonly string[]): string {
  if (names.length === 0) return '';
  const each = names.map((name) => `${name} (${kindOf(name)?.what ?? 'of an unknown kind'})`);
  return `The installer cannot use ${each.join(', ')}.`;
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

/** Puts the chosen disks into the spec: the first chosen one is the main disk. */
export function takeDisks(state: WizardState, { disks, chosen, memoryMiB }: Picking): WizardState {
  const main = disks.find(({ name }) => name === chosen[0]);
  if (main === undefined) {
    return {
      ...state,
      notice: { level: 'error', text: 'No disk is chosen. Space chooses the one at the pointer.' },
    };
  }
  const replaced = new Set(fieldsOf(state, 'disks').map(({ id }) => id));
  const texts = Object.fromEntries(Object.entries(state.texts).filter(([id]) => !replaced.has(id)));
  const chosenSpec = withDisks(state.spec, main, chosen, memoryMiB);
  const changed = { ...changeSpec(state, chosenSpec), texts };
  const text = `Took ${chosen.join(', ')}: the system goes to ${main.name}. Ctrl-Z takes it back.`;
  return { ...goTo(changed, 'disks'), notice: { level: 'info', text } };
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
    disks: { ...fitted.disks, devices: [...devices], main: main.name, sizeMiB: main.sizeMiB },
    partitions: { ...fitted.partitions, disks: Object.fromEntries(places) },
    device: memoryMiB === null ? spec.device : { ...spec.device, memoryMiB },
  };
}
