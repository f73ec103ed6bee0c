import { later } from '../../base/language/texts.js';
import { requiredPackages } from '../../config/releases/required-packages.js';
import { lineNames, packageLine } from '../../project/packages/package-line.js';

/** Packages that are chosen together for one purpose. */
export interface PackageSet {
  id: string;
  title: string;
  /** What for, in a sentence. */
  purpose: string;
  /** Names as Fedora has them. */
  packages: readonly string[];
}

/** The shipped sets, `base` first; names are those of Fedora 40 and later. */
export const packageSets: readonly PackageSet[] = [
  {
    id: 'base',
    title: later`Base system`,
    purpose: later`What every image needs, and a way in: network, SSH and the time.`,
    packages: words(`
      filesystem setup basesystem rootfiles fedora-release bash coreutils util-linux systemd systemd-udev kernel
      dracut shim-x64 grub2-efi-x64 efibootmgr e2fsprogs btrfs-progs dosfstools squashfs-tools findutils
      gawk grep sed shadow-utils zstd NetworkManager iproute openssh-server chrony sudo passwd less`),
  },
  {
    id: 'docker',
    title: later`Container host (Docker)`,
    purpose: later`Runs containers with the docker command and Compose; their data lives in /var/lib/docker.`,
    packages: words('moby-engine docker-cli docker-compose containerd container-selinux'),
  },
  {
    id: 'podman',
    title: later`Container host (Podman)`,
    purpose: later`Runs containers without a daemon, started by systemd units (Quadlet).`,
    packages: words('podman crun conmon netavark aardvark-dns passt containers-common container-selinux'),
  },
  {
    id: 'gateway',
    title: later`Network gateway`,
    purpose: later`Routes, filters and translates between networks, hands out addresses, and builds tunnels.`,
    packages: words(`
      nftables firewalld dnsmasq conntrack-tools iproute-tc wireguard-tools ppp NetworkManager-ppp
      bind-utils tcpdump`),
  },
  {
    id: 'kiosk',
    title: later`Kiosk display`,
    purpose: later`Shows one program or web page on the whole screen, with sound and fonts.`,
    packages: words(`
      cage firefox mesa-dri-drivers mesa-vulkan-drivers pipewire pipewire-pulseaudio wireplumber alsa-utils
      google-noto-sans-vf-fonts liberation-sans-fonts`),
  },
  {
    id: 'wireless',
    title: later`Wireless and modem`,
    purpose: later`Joins Wi-Fi, Bluetooth and mobile networks.`,
    packages: words(`
      NetworkManager-wifi wpa_supplicant wireless-regdb iw NetworkManager-wwan ModemManager usb_modeswitch
      NetworkManager-bluetooth bluez`),
  },
  {
    id: 'diagnostics',
    title: later`Diagnostics`,
    purpose: later`Finds out on the device what is wrong with network, disks, USB and programs.`,
    packages: words(`
      tcpdump strace lsof htop sysstat ethtool iputils bind-utils traceroute nmap-ncat curl pciutils usbutils
      dmidecode smartmontools nvme-cli procps-ng psmisc vim-minimal tmux`),
  },
  {
    id: 'logging',
    title: later`Time and logging`,
    purpose: later`Keeps the clock right, sends logs to another machine, and records who did what.`,
    packages: words('chrony tzdata linuxptp rsyslog rsyslog-gnutls logrotate audit'),
  },
  {
    id: 'datalogger',
    title: later`Data logging`,
    purpose: later`Collects measurements from serial lines, I2C and MQTT, stores them and carries them away.`,
    packages: words('mosquitto sqlite python3 python3-pyserial python3-paho-mqtt i2c-tools rsync gpsd'),
  },
  {
    id: 'robotics',
    title: later`Robotics and CAN`,
    purpose: later`Talks over CAN buses, serial lines and GPIO, with drivers that the plain kernel package lacks.`,
    packages: words(`
      can-utils kernel-modules-extra iproute python3 python3-can python3-numpy python3-pyserial libgpiod-utils
      i2c-tools gpsd rtkit`),
  },
  {
    id: 'firmware',
    title: later`Firmware`,
    purpose: later`Files that network, graphics and sound devices load at start, and fixes for processors; large.`,
    packages: words(`
      linux-firmware iwlwifi-dvm-firmware iwlwifi-mvm-firmware atheros-firmware realtek-firmware
      brcmfmac-firmware mt7xxx-firmware amd-gpu-firmware intel-gpu-firmware alsa-sof-firmware
      amd-ucode-firmware microcode_ctl`),
  },
  {
    id: 'selinux',
    title: later`SELinux policy`,
    purpose: later`The targeted policy and its tools: needed when SELinux is permissive or enforcing.`,
    packages: words(`
      selinux-policy selinux-policy-targeted policycoreutils policycoreutils-python-utils libselinux-utils
      audit`),
  },
];

/** How much of a set is in a list. */
export type SetState = 'whole' | 'part' | 'none';

/** Whether a set is wholly, partly or not in a list; globs and NEVRAs of the list count for what they name. */
export function setState(set: PackageSet, lines: readonly string[]): SetState {
  const included = lines.flatMap((line) => packageLine(line) ?? []).filter(({ isExclude }) => !isExclude);
  const count = set.packages.filter((name) => included.some((line) => lineNames(line, name))).length;
  if (count === 0) return 'none';
  return count === set.packages.length ? 'whole' : 'part';
}

/** The list with what it lacks of the set at its end; lines that exclude one of its packages are gone. */
export function addSet(set: PackageSet, lines: readonly string[]): string[] {
  const kept = lines.filter((line) => {
    const read = packageLine(line);
    return read === null || !read.isExclude || !set.packages.includes(read.text);
  });
  const included = kept.flatMap((line) => packageLine(line) ?? []).filter(({ isExclude }) => !isExclude);
  const missing = set.packages.filter((name) => !included.some((line) => lineNames(line, name)));
  return [...kept, ...missing];
}

/**
 * The list without the set. What another set that is wholly in the list has too stays, and so does what an image
 * cannot be without.
 * @param own what was in the list before the set was added: it stays as well
 */
export function removeSet(set: PackageSet, lines: readonly string[], own: readonly string[] = []): string[] {
  const others = packageSets.filter((other) => other.id !== set.id && setState(other, lines) === 'whole');
  const kept = new Set([...own, ...others.flatMap(({ packages }) => packages), ...indispensable]);
  return lines.filter((line) => {
    const name = packageLine(line);
    return name === null || name.isExclude || kept.has(name.text) || !set.packages.includes(name.text);
  });
}

/** Adds a set that is not wholly in the list, and takes off one that is. */
export function toggleSet(set: PackageSet, lines: readonly string[]): string[] {
  return setState(set, lines) === 'whole' ? removeSet(set, lines) : addSet(set, lines);
}

/** `kernel` holds nothing itself, and brings the parts of the kernel. */
const indispensable = [...requiredPackages().flatMap(({ anyOf }) => anyOf), 'kernel'];

function words(text: string): string[] {
  return text.trim().split(/\s+/);
}
