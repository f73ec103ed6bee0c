import { packageSets } from './sets.js';

/** What people search for by another word than Fedora's name has, with what they mean, the likeliest first. */
const wishes: Readonly<Record<string, string>> = {
  bluetooth: 'bluez NetworkManager-bluetooth',
  browser: 'firefox',
  can: 'can-utils',
  cron: 'cronie',
  dhcp: 'dnsmasq',
  dig: 'bind-utils',
  dns: 'dnsmasq bind-utils',
  docker: 'moby-engine docker-cli docker-compose',
  editor: 'nano vim-minimal',
  firewall: 'firewalld nftables',
  ftdi: 'libftdi',
  gpio: 'libgpiod-utils',
  i2c: 'i2c-tools',
  ifconfig: 'net-tools',
  lspci: 'pciutils',
  lsusb: 'usbutils',
  lte: 'ModemManager NetworkManager-wwan',
  modem: 'ModemManager NetworkManager-wwan',
  mqtt: 'mosquitto',
  netcat: 'nmap-ncat',
  network: 'NetworkManager',
  nslookup: 'bind-utils',
  ntp: 'chrony',
  ping: 'iputils',
  ps: 'procps-ng',
  ptp: 'linuxptp',
  python: 'python3',
  serial: 'python3-pyserial minicom',
  smart: 'smartmontools',
  sound: 'pipewire alsa-utils',
  ssh: 'openssh-server openssh-clients',
  sshd: 'openssh-server',
  syslog: 'rsyslog',
  vi: 'vim-minimal',
  vim: 'vim-enhanced vim-minimal',
  vpn: 'wireguard-tools',
  wayland: 'cage',
  wifi: 'NetworkManager-wifi wpa_supplicant',
  wireguard: 'wireguard-tools',
  wlan: 'NetworkManager-wifi wpa_supplicant',
};

/** Names of packages that a search word means, whatever they are called. */
export function meantBy(word: string): readonly string[] {
  const key = word.toLowerCase().replace(/^wi-fi$/, 'wifi');
  return Object.hasOwn(wishes, key) ? (wishes[key] as string).split(' ') : [];
}

/** Packages of bundled sets: what a device is likely to want. */
export const usualPackages: ReadonlySet<string> = new Set(packageSets.flatMap(({ packages }) => packages));
