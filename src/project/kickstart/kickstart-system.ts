import type { Place } from './finding-at.js';

/**
 * What kickstart commands say of a system beyond the fields of a spec. It is data alone: the image is made from it and
 * from the spec, and nothing else.
 */
export interface KickstartSystem {
  groups: KickstartGroup[];
  /** What accounts of the spec have besides, by their name. */
  accounts: Record<string, KickstartAccount>;
  /** Keys for accounts that packages or scripts make. */
  sshKeys: { user: string; key: string; place: Place }[];
  /** Root may log in by SSH with a password. */
  rootMayUseSsh: boolean;
  /** What the hardware clock shows; null says nothing of it. */
  hardwareClock: 'UTC' | 'LOCAL' | null;
  /** Null leaves chrony as its package has it. */
  time: KickstartTime | null;
  /** Null writes no keyboard of X11. */
  keyboard: { layouts: string[]; options: string[]; place: Place } | null;
  /** Devices besides that of `system.network`. */
  connections: KickstartConnection[];
  firewall: KickstartFirewall | null;
  /** Units of packages that are disabled where they are there. */
  disabledWhereThere: string[];
  defaultTarget: 'multi-user.target' | 'graphical.target' | null;
  authselect: { words: string[]; place: Place } | null;
}

export interface KickstartGroup {
  name: string;
  /** Null leaves it to the image. */
  gid: number | null;
  place: Place;
}

export interface KickstartAccount {
  uid: number | null;
  gid: number | null;
  homedir: string | null;
  shell: string | null;
  gecos: string | null;
}

export interface KickstartTime {
  isDisabled: boolean;
  sources: { kind: 'server' | 'pool'; host: string; nts: boolean }[];
  place: Place;
}

export interface KickstartFirewall {
  isEnabled: boolean;
  services: string[];
  removedServices: string[];
  /** `8080:tcp`, as firewall-offline-cmd takes them. */
  ports: string[];
  trusted: string[];
  place: Place;
}

/** One profile of NetworkManager. */
export interface KickstartConnection {
  /** Of the profile and its file. */
  name: string;
  kind: 'ethernet' | 'vlan' | 'bond' | 'bridge';
  /** Null is any, or that with the MAC address. */
  interfaceName: string | null;
  mac: string | null;
  ipv4: ConnectionFamily;
  ipv6: ConnectionFamily;
  /** Bytes. */
  mtu: number | null;
  atBoot: boolean;
  vlan: { parent: string; id: number } | null;
  /** Of a bond or bridge, in NetworkManager's words. */
  options: Record<string, string>;
  /** The bond or bridge that it is a port of: it has no addresses then, whatever its families say. */
  controller: { name: string; kind: 'bond' | 'bridge' } | null;
  place: Place;
}

export interface ConnectionFamily {
  /** NetworkManager's. */
  method: 'auto' | 'dhcp' | 'manual' | 'disabled';
  /** `192.168.1.10/24`. */
  address: string | null;
  gateway: string | null;
  dns: string[];
  search: string[];
  ignoreAutoDns: boolean;
  neverDefault: boolean;
}

/** The system of somebody who has no kickstart file. */
export const plainSystem: KickstartSystem = {
  groups: [],
  accounts: {},
  sshKeys: [],
  rootMayUseSsh: false,
  hardwareClock: null,
  time: null,
  keyboard: null,
  connections: [],
  firewall: null,
  disabledWhereThere: [],
  defaultTarget: null,
  authselect: null,
};
