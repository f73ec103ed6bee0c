import type { InstallerSpec } from '../../config/spec-parts.js';
import { espLabels } from './grub-config.js';
import { anacondaCommandLine, installerCommandLine } from './kernel-command-line.js';

/** Names of what the script loads, all beside it. */
export const networkFiles = {
  script: 'boot.ipxe',
  kernel: 'vmlinuz',
  initramfs: 'initramfs.img',
  image: 'image.cpio',
} as const;

/** What the script starts to install. */
export interface NetworkBoot {
  /** Names of the archives beside the script that are the initramfs, in their order. */
  archives: readonly string[];
  commandLine: string;
  /** Lines that set the variables of the command line. */
  variables: readonly string[];
}

/** Our own installer, to which iPXE hands the image itself: it needs no address. */
export function installerBoot(spec: InstallerSpec, label: string): NetworkBoot {
  return {
    archives: [networkFiles.initramfs, networkFiles.image],
    commandLine: installerCommandLine(spec, label),
    variables: [],
  };
}

/**
 * Anaconda, which loads the rest by itself and so must be told from where. iPXE knows the address of the script's
 * folder since March 2024 (cwduri, with a slash at its end); before, the DHCP server's word for the script has it.
 * Whoever loads such an address takes `/.` and `NAME/..` out of it (RFC 3986, section 5.2.4; curl does).
 */
export function anacondaBoot(spec: InstallerSpec, label: string): NetworkBoot {
  return {
    archives: [networkFiles.initramfs],
    commandLine: anacondaCommandLine(spec, label, { folder: '${base}' }),
    variables: [
      '# The address of this folder, unless who chains this script has set it.',
      'isset ${base} && goto based ||',
      'isset ${cwduri} && set base ${cwduri}. || set base ${filename}/..',
      ':based',
    ],
  };
}

/** Milliseconds that the script waits for a key, with and without a person. */
const waitMs = { attended: 30_000, unattended: 5000 };
const keys = { i: '0x69', l: '0x6c' };

/**
 * The script that a network boot begins with, for iPXE of 2019 and newer. It loads what lies beside it, from
 * whichever server it came (ipxe.org/cfg/cwuri: names are taken relative to the script's own URI).
 *
 * `exit 1` hands over to the next entry of the firmware's boot order; firmware of EDK II answers `exit 0` with its
 * menu, and waits there for a person. As on the medium, the local system is the default after a pause; an
 * unattended image installs, but not where the ESP says that this very image is installed already: a machine whose
 * firmware always starts from the network first would install for ever. iPXE reads the ESP where the firmware has
 * found it; where not, the installer looks (`tfr.once`).
 */
export function ipxeScript(spec: InstallerSpec, label: string, boot: NetworkBoot): string {
  const { archives, commandLine, variables } = boot;
  const erases = `install ${spec.name}, ERASES ${spec.disks.devices.join(', ')}`;
  return `#!ipxe
# Made by tmpfsroot-wizard.
iseq \${platform} efi || goto bios
${spec.install.unattended ? unattendedMenu(erases, label) : attendedMenu(erases)}
:install
echo tmpfsroot installer: loading
imgfree ||
${variables.map((line) => `${line}\n`).join('')}kernel --name vmlinuz ${networkFiles.kernel} ${archives.map((name) => `initrd=${name}`).join(' ')} ${commandLine} \${once} || goto failed
${archives.map((name) => `initrd --name ${name} ${name} || goto failed`).join('\n')}
boot ||

:failed
echo tmpfsroot installer: the server does not give all files, or the machine has too little memory. Restarting in 30 seconds.
sleep 30
reboot

:local
echo Starting the system on the local disk.
exit 1

:bios
echo tmpfsroot installer: this image boots by UEFI only, and this machine was started by its BIOS.
sleep 30
exit 1
`;
}

function attendedMenu(erases: string): string {
  return `prompt --key ${keys.i} --timeout ${waitMs.attended} tmpfsroot installer: ${erases} (key: i) && goto install || goto local
`;
}

function unattendedMenu(erases: string, label: string): string {
  const looks = Object.values(espLabels).map(
    (esp) => `imgfetch --name installed file://${esp}/EFI/tfr/${label} && goto installed ||\n`,
  );
  return `${looks.join('')}prompt --key ${keys.l} --timeout ${waitMs.unattended} tmpfsroot installer: will ${erases} (key: l starts the local disk) && goto local ||
set once tfr.once=1
goto install

:installed
imgfree installed ||
prompt --key ${keys.i} --timeout ${waitMs.unattended} tmpfsroot installer: this image is installed here already (key i: ${erases}) && goto install || goto local
`;
}
