import { t } from '../../base/language/texts.js';
import { needsProfile } from '../../config/findings/network-findings.js';
import type { ImageSpec } from '../../config/image-spec.js';
import type { RequiredPackage } from '../../config/releases/required-packages.js';

/** A file of a package without which a setting would have no effect. */
export interface Need extends RequiredPackage {
  /** Relative to the root. */
  file: string;
  /** Completes "The settings ask for ...". */
  what: string;
  /** Of the setting: `system.network`, `system.firewall.enabled`. */
  path: string;
}

/** What the settings need of the image's packages. */
export function needsOf({ system, update }: Pick<ImageSpec, 'system' | 'update'>): Need[] {
  const { network, time, firewall, authselect } = system;
  const needs: Need[] = [];
  const isOfMain = needsProfile(network);
  if (isOfMain || network.connections.length > 0) {
    needs.push({
      file: 'usr/lib/systemd/system/NetworkManager.service',
      anyOf: ['NetworkManager'],
      reason: t`it sets up the network`,
      isNeverBrought: true,
      broughtBy: ['wifi', 'wwan', 'bluetooth', 'ppp'].map((kind) => `NetworkManager-${kind}`),
      what: t`a network`,
      path: isOfMain ? 'system.network' : 'system.network.connections[0]',
    });
  }
  if (time.sources.length > 0 && !time.disabled) {
    needs.push({
      ...{ anyOf: ['chrony'], reason: t`it sets the clock`, isNeverBrought: true },
      ...{ file: 'etc/chrony.conf', what: t`sources of time`, path: 'system.time.sources[0]' },
    });
  }
  if (firewall.enabled === true) {
    needs.push({
      ...{ anyOf: ['firewalld'], reason: t`it is the firewall`, isNeverBrought: true },
      file: 'usr/lib/systemd/system/firewalld.service',
      ...{ what: t`a firewall`, path: 'system.firewall.enabled' },
    });
  }
  if (authselect.length > 0) {
    // Fedora's pam requires it.
    needs.push({
      ...{ anyOf: ['authselect'], reason: t`it chooses how accounts are found` },
      ...{ file: 'usr/bin/authselect', what: t`a profile of authselect`, path: 'system.authselect' },
    });
  }
  if (update.keys.length > 0) {
    needs.push(
      {
        ...{
          anyOf: ['openssh'],
          reason: t`it checks the signatures of updates`,
          broughtBy: ['openssh-server'],
        },
        ...{ file: 'usr/bin/ssh-keygen', what: t`updates`, path: 'update.keys' },
      },
      {
        ...{ anyOf: ['zstd'], reason: t`it unpacks updates` },
        ...{ file: 'usr/bin/zstd', what: t`updates`, path: 'update.keys' },
      },
    );
  }
  return needs;
}
