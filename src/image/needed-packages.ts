import type { Workplace } from '../engine/progress.js';
import { placeText } from '../project/kickstart/finding-at.js';
import type { KickstartSystem } from '../project/kickstart/kickstart-system.js';
import { badInput } from '../spec/failure.js';
import type { ImageSpec } from '../spec/image-spec.js';
import { needsProfile } from '../spec/network-findings.js';
import { networkManagerUnit } from './network-profile.js';

/** A file of a package without which a setting would have no effect. */
export interface Need {
  /** Relative to the root. */
  file: string;
  package: string;
  /** Completes "The settings ask for ...". */
  what: string;
  /** Where it was asked for: `system.network`, `ks/ks.root.cfg:7`. */
  where: string;
}

/** What the settings need of the image's packages. */
export function needsOf(spec: ImageSpec, system: KickstartSystem): Need[] {
  const { connections, time, firewall, authselect } = system;
  const needs: Need[] = [];
  const [connection] = connections;
  if (needsProfile(spec.system.network) || connection !== undefined) {
    const isOfSpec = needsProfile(spec.system.network) || connection === undefined;
    const where = isOfSpec ? 'system.network' : placeText(connection.place);
    needs.push({ file: networkManagerUnit, package: 'NetworkManager', what: 'a network', where });
  }
  if (time !== null && !time.isDisabled) {
    const where = placeText(time.place);
    needs.push({ file: 'etc/chrony.conf', package: 'chrony', what: 'sources of time', where });
  }
  if (firewall?.isEnabled) {
    const file = 'usr/lib/systemd/system/firewalld.service';
    needs.push({ file, package: 'firewalld', what: 'a firewall', where: placeText(firewall.place) });
  }
  if (authselect !== null) {
    const where = placeText(authselect.place);
    needs.push({ file: 'usr/bin/authselect', package: 'authselect', what: 'authselect', where });
  }
  return needs;
}

/** @throws Failure (exit status 2) for the first need that nothing in the tree meets. */
export async function requireNeeds(place: Workplace, tree: string, needs: readonly Need[]): Promise<void> {
  for (const need of needs) {
    const { status } = await place.engine.run({
      program: 'sh',
      args: ['-c', 'test -e "$1" || test -L "$1"', 'sh', `${tree}/${need.file}`],
      purpose: `looking for ${need.package}`,
      handlesTree: true,
      okStatuses: [0, 1],
      signal: place.signal,
    });
    if (status === 0) continue;
    throw badInput({
      what: `The settings ask for ${need.what}, and the image has no ${need.package} that would set it up.`,
      where: need.where,
      remedy: `Add the package \`${need.package}\` to the package list and run \`tmpfsroot-wizard lock\`, or take that setting out.`,
    });
  }
}
