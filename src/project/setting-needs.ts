import type { ImageSpec } from '../spec/image-spec.js';
import { needsProfile } from '../spec/network-findings.js';
import type { RequiredPackage } from '../spec/required-packages.js';
import { placeText } from './kickstart/finding-at.js';
import type { KickstartSystem } from './kickstart/kickstart-system.js';

/** A file of a package without which a setting would have no effect. */
export interface Need extends RequiredPackage {
  /** Relative to the root. */
  file: string;
  /** Completes "The settings ask for ...". */
  what: string;
  /** Where it was asked for: `system.network`, `ks/ks.root.cfg:7`. */
  where: string;
}

/** What the settings need of the image's packages. */
export function needsOf(
  { system: { network } }: Pick<ImageSpec, 'system'>,
  system: Pick<KickstartSystem, 'connections' | 'time' | 'firewall' | 'authselect'>,
): Need[] {
  const { connections, time, firewall, authselect } = system;
  const needs: Need[] = [];
  const [connection] = connections;
  if (needsProfile(network) || connection !== undefined) {
    const isOfSpec = needsProfile(network) || connection === undefined;
    needs.push({
      file: 'usr/lib/systemd/system/NetworkManager.service',
      anyOf: ['NetworkManager'],
      reason: 'it sets up the network',
      isNeverBrought: true,
      broughtBy: ['wifi', 'wwan', 'bluetooth', 'ppp'].map((kind) => `NetworkManager-${kind}`),
      what: 'a network',
      where: isOfSpec ? 'system.network' : placeText(connection.place),
    });
  }
  if (time !== null && !time.isDisabled) {
    const where = placeText(time.place);
    needs.push({
      ...{ anyOf: ['chrony'], reason: 'it sets the clock', isNeverBrought: true },
      ...{ file: 'etc/chrony.conf', what: 'sources of time', where },
    });
  }
  if (firewall?.isEnabled) {
    needs.push({
      ...{ anyOf: ['firewalld'], reason: 'it is the firewall', isNeverBrought: true },
      file: 'usr/lib/systemd/system/firewalld.service',
      ...{ what: 'a firewall', where: placeText(firewall.place) },
    });
  }
  if (authselect !== null) {
    const where = placeText(authselect.place);
    // Fedora's pam requires it.
    needs.push({
      ...{ anyOf: ['authselect'], reason: 'it chooses how accounts are found' },
      ...{ file: 'usr/bin/authselect', what: 'a profile of authselect', where },
    });
  }
  return needs;
}
