import type { InstallerSpec, RootSpec } from '../../config/spec-parts.js';

/** Arguments that keep an unattended machine from waiting for a person (power-failure facts, section 6). */
const neverStuck = [
  'panic=10',
  'rd.shell=0',
  'rd.emergency=reboot',
  'systemd.crash_reboot=1',
  // Its name from systemd 256 on; older ones do not mind it.
  'systemd.crash_action=reboot',
  'systemd.gpt_auto=0',
];

/**
 * The hardware's watchdog is armed by process 1 wherever a driver finds one (device/root: system.conf.d). The initramfs
 * loads softdog when udev has loaded all others (root.sh), so that process 1, which takes the first, takes it only where
 * it is alone. dracut's own `rd.driver.post` waits for its initqueue, which no start of ours runs.
 */
const watchdogArguments: Record<RootSpec['device']['watchdog'], string[]> = {
  hardware: [],
  software: ['tfr.watchdog=software'],
  off: ['systemd.watchdog_sec=0'],
};

/** What the kernel is told by an image, whichever installation and slot it runs from. */
export function slotArguments(spec: RootSpec): string {
  // gpt: the kernel takes the backup when the primary table is damaged, as the firmware did.
  return [
    ...['gpt', ...common(spec), ...watchdogArguments[spec.device.watchdog]],
    ...spec.system.kernelArguments,
  ].join(' ');
}

/** The kernel's command line for the installer on the medium `label`. */
export function installerCommandLine(spec: RootSpec, label: string): string {
  // systemd's own lines about a long job would bury the installer's.
  return [`tfr.install=${label}`, 'systemd.show_status=0', ...common(spec)].join(' ');
}

/**
 * The kernel's command line for Anaconda (facts, section 2: boot options), which finds its files on the medium
 * `label`, or below the address of a folder. Nothing is saved in the installed system behind our back: a file more
 * in a slot, and a boot would refuse it.
 */
export function anacondaCommandLine(
  spec: InstallerSpec,
  label: string,
  from: 'medium' | { folder: string },
): string {
  const consoles = spec.system.consoles.map((console) => `console=${console}`);
  return [
    ...(from === 'medium' ? placesOnMedium(`hd:LABEL=${label}`) : placesBelow(from.folder, spec)),
    ...['inst.nosave=all', `tfr.install=${label}`],
    ...[...consoles, 'panic=10'],
  ].join(' ');
}

function placesOnMedium(medium: string): string[] {
  return [`inst.stage2=${medium}`, `inst.ks=${medium}:/ks.cfg`];
}

/** A server may be out of reach for a while: the initramfs then must not wait for a person, but start again. */
function placesBelow(folder: string, { install }: InstallerSpec): string[] {
  return [
    ...[`inst.stage2=${folder}`, `inst.ks=${folder}/ks.cfg`, `tfr.base=${folder}`],
    ...(install.payload === 'packages' ? [`inst.repo=${folder}/tfr/packages`] : []),
    ...['rd.shell=0', 'rd.emergency=reboot'],
  ];
}

function common(spec: RootSpec): string[] {
  const selinux = spec.system.selinux === 'disabled' ? ['selinux=0'] : [];
  return [...spec.system.consoles.map((console) => `console=${console}`), ...neverStuck, ...selinux];
}
