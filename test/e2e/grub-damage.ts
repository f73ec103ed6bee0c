import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { findPartition, planDisks } from '../../src/config/partitions/partition-plan.js';
import { deviceGrubConfig, grubConfigPath, grubLoader } from '../../src/image/boot/grub-config.js';
import { slotArgumentsFile, slotArgumentsText } from '../../src/image/boot/slot-arguments.js';
import { idPlaceholder } from '../../src/image/disk/partition-ids.js';
import { digestedSuffix, publicKeyFile, signatureFile } from '../../src/image/slot/openpgp-signature.js';
import { slotKey } from '../../src/image/slot/slot-key.js';
import { keyFile, loadedFiles } from '../../src/image/slot/slot-signatures.js';
import { packGrubConfig, packGrubScript } from '../helpers/grub-config-file.js';
import { randomOf } from '../helpers/random.js';
import { specOf } from '../image/spec-of.js';

/** What became of GRUB's configuration on the ESP that GRUB was started from. */
export interface Damage {
  name: string;
  /** Null where there is no file. */
  config: Buffer | null;
  /** Whose configuration must run: that of the same ESP, that of the other one, either; none, where there is none. */
  runs: 'own' | 'other' | 'either' | 'none';
  /** The slot that is started first. */
  starts?: 'a' | 'b';
  /** The last argument that the kernel gets: the ESP's where a slot has none. */
  told?: string;
  /** Files in /boot of both slots, where they are signed. */
  slots?: Record<'a' | 'b', Readonly<Record<string, Buffer>>>;
}

export const espArgument = 'told=esp';
/** With signs that GRUB's language has a use for. */
const slotArgument = 'told=slot,*,$a;b';
const spec = specOf(({ system }) => {
  system.kernelArguments = [espArgument];
});
/** Number of the partition that is the second ESP. */
export const secondEspNumber = findPartition(planDisks(spec), 'esp2')?.partition.number ?? 0;
const sectorBytes = 512;
const headBytes = 15;
const tailBytes = 8;

/** What would end GRUB is a function here, and each case has a folder of its own in the slots. */
function inLab(script: string): string {
  return script
    .replaceAll(/^( *)(sleep|exit|reboot)\b.*$/gm, '$1lab_$2')
    .replaceAll(/(\(\$tfr_disk,gpt[23]\))\/boot/g, '$1/d$number/boot');
}

/** A configuration as an installation with this id writes it; it works in a folder of the ESP, which is $tfr_home. */
export function packedConfig(id: 'own' | 'other', dir: string): Buffer {
  const inFolder = inLab(deviceGrubConfig(spec, idPlaceholder)).replace(
    'set tfr_esp="($root)"',
    'set tfr_esp="$tfr_home"',
  );
  const [template, packed] = [path.join(dir, `${id}.template`), path.join(dir, `${id}.gz`)];
  writeFileSync(template, inFolder);
  packGrubConfig(id, template, packed);
  return readFileSync(packed);
}

export function damages(dir: string): Damage[] {
  const whole = packedConfig('own', dir);
  const random = randomOf(23);
  const last = Math.floor(whole.length / sectorBytes);
  // What is run begins behind 32 KiB.
  const middle = Math.floor((last + 65) / 2);
  const changed = (from: number, to: number, byte: (at: number) => number) => {
    const copy = Buffer.from(whole);
    for (let at = from; at < Math.min(to, whole.length); at++) copy[at] = byte(at);
    return copy;
  };
  const sector = (index: number, what: string, byte: () => number): Damage => ({
    ...{ name: `sector ${index} ${what}`, runs: 'other' },
    config: changed(index * sectorBytes, (index + 1) * sectorBytes, byte),
  });
  const flipped = (at: number): Damage => ({
    name: `byte ${at} flipped`,
    config: changed(at, at + 1, () => (whole[at] as number) ^ 0xff),
    // Of a head that is damaged GRUB may take no notice.
    runs: at < headBytes ? 'either' : 'other',
  });
  const flips = [
    0,
    headBytes - 3,
    headBytes + 32_768 + 200,
    middle * sectorBytes + 7,
    whole.length - tailBytes,
    whole.length - 3,
  ];
  return [
    { name: 'whole', config: whole, runs: 'own' },
    { name: 'missing', config: null, runs: 'other' },
    { name: 'missing on both', config: null, runs: 'none' },
    { name: 'zeros', config: Buffer.alloc(whole.length), runs: 'other' },
    ...[1, middle * sectorBytes, whole.length - 1].map(
      (end): Damage => ({ name: `cut to ${end}`, config: whole.subarray(0, end), runs: 'other' }),
    ),
    sector(middle, 'zero', () => 0),
    sector(last, 'garbage', () => Math.floor(random() * 256)),
    // Its head is damaged, and the text is whole.
    { ...sector(0, 'zero', () => 0), runs: 'own' },
    { name: 'head and beginning zero', config: changed(0, 40_000, () => 0), runs: 'other' },
    ...flips.map(flipped),
    ...signedSlots().map((one): Damage => ({ ...one, config: whole, runs: 'own' })),
    ...slotsWithArguments(dir).map((one): Damage => ({ ...one, config: whole, runs: 'own' })),
  ];
}

/** Slots with arguments of their own for the kernel. */
function slotsWithArguments(dir: string): Required<Pick<Damage, 'name' | 'told' | 'slots'>>[] {
  const [text, packed] = [path.join(dir, 'arguments'), path.join(dir, 'arguments.gz')];
  const kernelArguments = [slotArgument];
  writeFileSync(text, slotArgumentsText(specOf(({ system }) => Object.assign(system, { kernelArguments }))));
  packGrubScript('', text, packed);
  const whole = readFileSync(packed);
  const slots = (file: Buffer) => ({ a: { [slotArgumentsFile]: file }, b: {} });
  const flipped = Buffer.from(whole);
  flipped.writeUInt8(flipped.readUInt8(flipped.length - 60) ^ 0xff, flipped.length - 60);
  return [
    { name: 'arguments of A', told: slotArgument, slots: slots(whole) },
    { name: 'arguments of A flipped', told: espArgument, slots: slots(flipped) },
    { name: 'arguments of A cut', told: espArgument, slots: slots(whole.subarray(0, -40)) },
    { name: 'arguments of A empty', told: espArgument, slots: slots(Buffer.alloc(0)) },
    { name: 'arguments of A zero', told: espArgument, slots: slots(Buffer.alloc(whole.length)) },
    {
      name: 'arguments of B, but not of A',
      ...{ told: espArgument, slots: { a: {}, b: { [slotArgumentsFile]: whole } } },
    },
  ];
}

/** Slots with signatures, and which of them is started. */
function signedSlots(): Required<Pick<Damage, 'name' | 'starts' | 'slots'>>[] {
  const key = publicKeyFile(slotKey);
  const signed = (name: string, content: Buffer) => ({
    [name]: content,
    [`${name}.sig`]: signatureFile(
      slotKey,
      createHash('sha256').update(content).update(digestedSuffix).digest(),
    ),
  });
  const [kernel, initramfs] = loadedFiles;
  const whole: Readonly<Record<string, Buffer>> = {
    ...signed(keyFile, key),
    ...signed(kernel, Buffer.alloc(100_000, 'kernel')),
    ...signed(initramfs, Buffer.alloc(200_000, 'initramfs')),
  };
  const flip = (name: string) => {
    const copy = Buffer.from(whole[name] as Buffer);
    copy.writeUInt8(copy.readUInt8(copy.length >> 1) ^ 0xff, copy.length >> 1);
    return { ...whole, [name]: copy };
  };
  const { [`${keyFile}.sig`]: _, ...unsigned } = flip(kernel);
  return [
    { name: 'signed slots', starts: 'a', slots: { a: whole, b: whole } },
    { name: 'kernel of A flipped', starts: 'b', slots: { a: flip(kernel), b: whole } },
    { name: 'initramfs of A flipped', starts: 'b', slots: { a: flip(initramfs), b: whole } },
    { name: 'signature of A flipped', starts: 'b', slots: { a: flip(`${kernel}.sig`), b: whole } },
    { name: 'key of A flipped: nothing is known', starts: 'a', slots: { a: flip(keyFile), b: whole } },
    { name: 'A is not signed: nothing is known', starts: 'a', slots: { a: unsigned, b: whole } },
    {
      name: 'both flipped: better than none',
      ...{ starts: 'a', slots: { a: flip(kernel), b: flip(initramfs) } },
    },
  ];
}

/**
 * Script that runs grub.cfg of a device for each damage, in the folder d$number of both ESPs. GRUB here has no
 * `linux` and no `initrd`.
 */
export function damageScript(count: number): string {
  const lines = inLab(grubLoader(spec))
    .replaceAll(`/${grubConfigPath}`, `/d$number/${grubConfigPath}`)
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => `  if [ -z "$ended" ]; then ${line}; fi`);
  return [
    // A line of GRUB's terminal is short.
    'function linux {',
    '  echo "TFR damage $number linux $1 $2 $3"',
    '  for word in "$@"; do set last="$word"; done',
    '  echo "TFR damage $number last=$last."',
    '}',
    // Loaded, it would start: that is the end of GRUB.
    'function initrd { set ended=started; }',
    'function lab_sleep { echo -n; }',
    'function lab_reboot { if [ -z "$ended" ]; then set ended=restarted; fi; }',
    'function lab_exit { if [ -z "$ended" ]; then set ended=left; fi; }',
    `for number in ${Array.from({ length: count }, (_, index) => index).join(' ')}; do`,
    '  set tfr_home="($root)/d$number"',
    ...['tfr_begun', 'tfr_disk', 'tfr_number', 'tfr_esp', 'ended'].map((name) => `  set ${name}=`),
    ...lines,
    '  echo "TFR damage $number ended=$ended."',
    'done',
  ].join('\n');
}
