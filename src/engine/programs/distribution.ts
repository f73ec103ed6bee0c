import { readSmallText } from '../../base/fs/read-small-file.js';
import { t } from '../../base/language/texts.js';

/** Families of distributions that name packages alike. */
export const distributionFamilies = ['fedora', 'debian', 'arch', 'suse'] as const;
export type DistributionFamily = (typeof distributionFamilies)[number];

export interface Distribution {
  /** As a person knows it: `Debian GNU/Linux 12 (bookworm)`. */
  title: string;
  /** Null where the package names are not known. */
  family: DistributionFamily | null;
}

const familyOfId: Readonly<Record<string, DistributionFamily>> = {
  fedora: 'fedora',
  rhel: 'fedora',
  centos: 'fedora',
  debian: 'debian',
  ubuntu: 'debian',
  arch: 'arch',
  archlinux: 'arch',
  suse: 'suse',
  opensuse: 'suse',
};

/** What this machine runs, by /etc/os-release. */
export async function readDistribution(file = '/etc/os-release'): Promise<Distribution> {
  return parseOsRelease(await readSmallText(file).catch(() => ''));
}

/** Reads os-release(5): ID first, then each of ID_LIKE. */
export function parseOsRelease(text: string): Distribution {
  const fields = new Map<string, string>();
  for (const line of text.split('\n')) {
    const match = /^([A-Z_]+)=(?:"(.*)"|'(.*)'|(.*))$/.exec(line.trimEnd());
    if (match?.[1] !== undefined) fields.set(match[1], match[2] ?? match[3] ?? match[4] ?? '');
  }
  const ids = [fields.get('ID') ?? '', ...(fields.get('ID_LIKE') ?? '').split(/\s+/)];
  const family = ids.map((id) => familyOfId[id.replace(/^opensuse-.*/, 'opensuse')]).find(Boolean) ?? null;
  return { title: fields.get('PRETTY_NAME') ?? fields.get('ID') ?? t`this system`, family };
}
