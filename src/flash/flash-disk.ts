import { t } from '../base/language/texts.js';
import { byIdOf, bytesOf, childrenOf, isYes, type LsblkDevice, nameOf, textOf } from '../doctor/lsblk.js';

/** A disk of this machine as one that an image could be written to. */
export interface FlashDisk {
  /** Kernel name: `sdb`. */
  name: string;
  /** `/dev/sdb`. */
  path: string;
  bytes: number;
  /** Bytes of a logical sector. */
  sectorSize: number;
  /** As it calls itself, `SanDisk Ultra`; empty where it does not. */
  model: string;
  serial: string;
  /** `usb`, `sata`, `nvme`, `mmc`; empty where lsblk names none. */
  bus: string;
  /** Path below /dev/disk/by-id, which stays when disks are found in another order; or null. */
  byId: string | null;
  /** One can pull it out: a USB stick, a card. */
  isRemovable: boolean;
  isReadOnly: boolean;
  /** What is on it; the disk itself where a file system takes the whole of it. */
  contents: readonly DiskContent[];
  /** What keeps it from being written to; what lies on top comes first. */
  uses: readonly DiskUse[];
  /** The running system is on it. */
  isSystem: boolean;
}

export interface DiskContent {
  /** Kernel name: `sdb1`. */
  name: string;
  bytes: number;
  /** Of the file system, else of the partition; empty for none. */
  label: string;
  /** As libblkid names it: `vfat`, `LVM2_member`; empty for none. */
  fileSystem: string;
  mountPoints: readonly string[];
}

export interface DiskUse {
  /** A sentence without its end: `sdb1 is mounted at /media/x`. */
  what: string;
  /** What ends it, as a command of root. */
  endedBy: string;
}

/** Mount points of what the machine cannot do without. */
const systemFolders = ['/', '/usr', '/boot', '/boot/efi', '/efi', '/home', '/var'];

const swap = '[SWAP]';

/**
 * The disks of what lsblk prints, but for readers without a card, optical drives, and disks in memory.
 * @param links path below /dev/disk/by-id of a device's path, for versions of lsblk that do not tell it
 */
export function flashDisks(
  devices: readonly LsblkDevice[],
  links: ReadonlyMap<string, string> = new Map(),
): FlashDisk[] {
  const names = new Set(devices.map(nameOf));
  return devices
    .filter(
      (device) =>
        /^(disk|loop)$/.test(textOf(device.type)) && !/^(zram|ram|fd)\d|boot\d$|rpmb$/.test(nameOf(device)),
    )
    .filter((device) => (bytesOf(device.size) ?? 0) > 0)
    .map((device) => diskOf(device, names, links));
}

/** As a person knows a disk: what it is called, and where it is. */
export function titleOf({ model, path }: Pick<FlashDisk, 'model' | 'path'>): string {
  return model === '' ? path : `${model} (${path})`;
}

/** What a person types to agree that a disk is wiped: the model's name, or its own where it has none. */
export function typedName({ model, name }: Pick<FlashDisk, 'model' | 'name'>): string {
  return model === '' ? name : model;
}

/** Whether that was typed; capitals and the number of blanks do not matter. */
export function isTypedName(typed: string, disk: Pick<FlashDisk, 'model' | 'name'>): boolean {
  const plain = (text: string) => text.trim().replace(/\s+/g, ' ').toLowerCase();
  return plain(typed) === plain(typedName(disk));
}

function diskOf(
  device: LsblkDevice,
  names: ReadonlySet<string>,
  links: ReadonlyMap<string, string>,
): FlashDisk {
  const name = nameOf(device);
  const path = pathOf(device);
  const mounts = descendants(device).flatMap(mountPointsOf);
  return {
    name,
    path,
    bytes: bytesOf(device.size) ?? 0,
    sectorSize: bytesOf(device['log-sec']) ?? 512,
    model: modelOf(device),
    serial: textOf(device.serial),
    bus: textOf(device.tran),
    byId: byIdOf(device) ?? links.get(path) ?? null,
    isRemovable: canBePulled(device, names),
    isReadOnly: isYes(device.ro),
    contents: contentsOf(device),
    uses: usesOf(device),
    isSystem: mounts.some((mount) => systemFolders.includes(mount)),
  };
}

/** An eMMC is told from a card by its boot areas: both are called mmcblk, and the kernel takes both for pluggable. */
function canBePulled(device: LsblkDevice, names: ReadonlySet<string>): boolean {
  if (names.has(`${nameOf(device)}boot0`)) return false;
  return isYes(device.rm) || isYes(device.hotplug) || textOf(device.tran) === 'usb';
}

/** The vendor's name belongs to it where a bus tells it apart; `ATA` and numbers of PCI are not vendors. */
function modelOf(device: LsblkDevice): string {
  const vendor = textOf(device.vendor);
  const model = textOf(device.model);
  const isName = vendor !== '' && !/^(ATA|NVMe|0x[0-9a-f]+)$/i.test(vendor);
  return isName && !model.toLowerCase().startsWith(vendor.toLowerCase())
    ? `${vendor} ${model}`.trim()
    : model;
}

function contentsOf(device: LsblkDevice): DiskContent[] {
  const parts = childrenOf(device).filter(({ type }) => textOf(type) === 'part');
  const holders = parts.length > 0 ? parts : textOf(device.fstype) === '' ? [] : [device];
  return holders.map((part) => ({
    name: nameOf(part),
    bytes: bytesOf(part.size) ?? 0,
    label: textOf(part.label) || textOf(part.partlabel),
    fileSystem: textOf(part.fstype),
    mountPoints: descendants(part).flatMap(mountPointsOf),
  }));
}

/** What lies on top is ended first. */
function usesOf(device: LsblkDevice): DiskUse[] {
  const above = childrenOf(device).flatMap((child) => [...usesOf(child), ...holdOf(device, child)]);
  const mounts = mountPointsOf(device).map((mount) => mountUse(device, mount));
  const seen = new Set<string>();
  return [...above, ...mounts].filter(({ what }) => !seen.has(what) && seen.add(what));
}

function mountUse(device: LsblkDevice, mount: string): DiskUse {
  const name = nameOf(device);
  return mount === swap
    ? { what: t`${name} is swap`, endedBy: `swapoff ${pathOf(device)}` }
    : { what: t`${name} is mounted at ${mount}`, endedBy: `umount ${pathOf(device)}` };
}

/** What a volume on top of a device makes of it; nothing where it is a partition. */
function holdOf(device: LsblkDevice, child: LsblkDevice): DiskUse[] {
  const type = textOf(child.type);
  const name = nameOf(device);
  const above = nameOf(child);
  const path = pathOf(child);
  if (type === 'part') return [];
  if (type === 'lvm')
    return [{ what: t`${name} belongs to the LVM volume ${above}`, endedBy: `lvchange -an ${path}` }];
  if (type === 'crypt')
    return [{ what: t`${name} is open as the volume ${above}`, endedBy: `cryptsetup close ${above}` }];
  if (type.startsWith('raid'))
    return [{ what: t`${name} belongs to the RAID ${above}`, endedBy: `mdadm --stop ${path}` }];
  return [{ what: t`${name} is used by ${above}`, endedBy: `dmsetup remove ${above}` }];
}

function descendants(device: LsblkDevice): LsblkDevice[] {
  return [device, ...childrenOf(device).flatMap(descendants)];
}

/** One column until util-linux 2.36, a list since. */
function mountPointsOf({ mountpoint, mountpoints }: LsblkDevice): string[] {
  const listed = Array.isArray(mountpoints) ? mountpoints : [mountpoint];
  return [...new Set(listed.map(textOf))].filter((one) => one !== '');
}

function pathOf(device: LsblkDevice): string {
  return textOf(device.path) || `/dev/${nameOf(device)}`;
}
