import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { packageFile } from '../../src/engine/package-file.js';
import { deviceGrubConfig, grubConfigPath, grubLoader } from '../../src/image/grub-config.js';
import { idPlaceholder } from '../../src/image/partition-ids.js';
import { findPartition, planDisks } from '../../src/spec/partition-plan.js';
import { randomOf } from '../helpers/random.js';
import { mustRun } from '../helpers/run-program.js';
import { specOf } from '../image/spec-of.js';

/** What became of GRUB's configuration on the ESP that GRUB was started from. */
export interface Damage {
  name: string;
  /** Null where there is no file. */
  config: Buffer | null;
  /** Whose configuration must run: that of the same ESP, that of the other one, either; none, where there is none. */
  runs: 'own' | 'other' | 'either' | 'none';
}

const spec = specOf();
/** Number of the partition that is the second ESP. */
export const secondEspNumber = findPartition(planDisks(spec), 'esp2')?.partition.number ?? 0;
const sectorBytes = 512;
const headBytes = 15;
const tailBytes = 8;

/** What would end GRUB is a function here. */
function inLab(script: string): string {
  return script.replaceAll(/^( *)(sleep|exit|reboot)\b.*$/gm, '$1lab_$2');
}

/** A configuration as an installation with this id writes it; it works in a folder of the ESP, which is $tfr_home. */
export function packedConfig(id: 'own' | 'other', dir: string): Buffer {
  const inFolder = inLab(deviceGrubConfig(spec, idPlaceholder)).replace(
    'set tfr_esp="($root)"',
    'set tfr_esp="$tfr_home"',
  );
  const [template, packed] = [path.join(dir, `${id}.template`), path.join(dir, `${id}.gz`)];
  writeFileSync(template, inFolder);
  const script = '. "$1"; tfr_grub_config "$2" "$3" >"$4"; tfr_is_grub_config "$2" "$4"';
  const lib = packageFile('src/device/dracut/90tmpfsroot/lib.sh');
  mustRun('sh', ['-euc', script, 'sh', lib, id, template, packed]);
  return readFileSync(packed);
}

export function damages(dir: string): Damage[] {
  const whole = packedConfig('own', dir);
  const random = randomOf(23);
  const last = Math.floor(whole.length / sectorBytes);
  const middle = Math.floor(last / 2);
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
    headBytes + 200,
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
    ...[0, middle].map((index) => sector(index, 'zero', () => 0)),
    ...[0, last].map((index) => sector(index, 'garbage', () => Math.floor(random() * 256))),
    ...flips.map(flipped),
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
    'function linux { echo "TFR damage $number linux $1 $2 $3"; }',
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
