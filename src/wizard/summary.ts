import type { OutputKind } from '../spec/image-spec.js';
import { formatMiB, sizeText } from '../spec/sizes.js';
import { sizedPartitions } from './screens/sizes.js';
import type { ScreenId, WizardState } from './state.js';

const outputNames: Readonly<Record<OutputKind, string>> = {
  iso: 'installer ISO',
  raw: 'raw disk image',
  qcow2: 'qcow2 disk image',
  pxe: 'network installer',
};

/** What was chosen on a screen, on one line. */
export function summaryOf(state: WizardState, screen: ScreenId): string {
  const { spec } = state;
  switch (screen) {
    case 'release': {
      const from =
        spec.repositories === null ? '' : `, from ${spec.repositories.map(({ id }) => id).join(', ')}`;
      return `Fedora ${spec.release} ${spec.arch}${from}`;
    }
    case 'packages': {
      const names = spec.packages ?? [];
      return `${names.length} named: ${names.join(' ')}`;
    }
    case 'disks':
      return disksText(state);
    case 'sizes':
      return sizedPartitions
        .map((name) => `${name === 'root' ? 'root 2x' : `${name} `}${sizeText(spec.partitions.sizes[name])}`)
        .join(' · ');
    case 'system':
      return systemText(state);
    case 'outputs':
      return spec.outputs.map((kind) => outputNames[kind]).join(', ');
    default:
      return '';
  }
}

function disksText({ spec }: WizardState): string {
  const { devices, main, sizeMiB, sectorSize } = spec.disks;
  const named = devices
    .map((device) => (device === main && devices.length > 1 ? `${device} (main)` : device))
    .join(', ');
  const size = sizeMiB === null ? 'smallest that fits' : formatMiB(sizeMiB);
  const sectors = sectorSize === 512 ? '' : ', 4096-byte sectors';
  return `${named} · ${size}${sectors} · memory ${formatMiB(spec.device.memoryMiB)}`;
}

function systemText({ spec }: WizardState): string {
  const { hostname, timezone, languages, rootPasswordHash, rootSshKeys, users, services } = spec.system;
  const password = rootPasswordHash === null ? 'no root password' : 'root password';
  const keys =
    rootSshKeys.length === 0
      ? ''
      : `, ${rootSshKeys.length} root SSH key${rootSshKeys.length === 1 ? '' : 's'}`;
  const people = users.length === 0 ? '' : ` · user ${users.map(({ name }) => name).join(', ')}`;
  const units = services.enabled.length === 0 ? '' : ` · enables ${services.enabled.join(', ')}`;
  return `${hostname} · ${timezone} · ${languages[0] ?? ''} · ${password}${keys}${people}${units}`;
}
