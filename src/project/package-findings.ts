import { type Finding, type Fix, warningAt } from '../spec/finding.js';
import type { ImageSpec } from '../spec/image-spec.js';
import { needsProfile } from '../spec/network-findings.js';
import { imageKind, type RequiredPackage, requiredPackages, withSelinux } from '../spec/required-packages.js';
import { isListed, type ListedPackages } from './listed-packages.js';

/**
 * Warns of packages that a spec needs and that nothing brings. Without a lock only those are judged that other packages
 * do not bring as a rule; the build itself asks the lock.
 */
export function packageFindings(spec: ImageSpec, packages: ListedPackages): Finding[] {
  const { selinux, network } = spec.system;
  const missing = (needs: readonly RequiredPackage[]) =>
    needs.filter(
      ({ anyOf, broughtBy = [] }) => ![...anyOf, ...broughtBy].some((name) => isListed(packages, name)),
    );
  const judged = requiredPackages(
    imageKind({ ...spec, system: { ...spec.system, selinux: 'disabled' } }),
  ).filter(({ isNeverBrought }) => packages.locked !== null || isNeverBrought === true);
  const findings: Finding[] = [];
  const base = missing(judged);
  if (base.length > 0) {
    findings.push(
      warningAt(
        'packages',
        `The image needs ${quoted(base)}, which no package of the list brings: ${base[0]?.reason}.`,
        'Add what is missing: the build stops without it.',
        added(packages, base),
      ),
    );
  }
  const policy = selinux === 'disabled' ? [] : missing(withSelinux);
  if (policy.length > 0) {
    findings.push(
      warningAt(
        'system.selinux',
        `SELinux is \`${selinux}\`, and the packages lack ${quoted(policy)}: the build stops without it.`,
        'Add what is missing (the set "SELinux policy"), or choose `disabled`.',
        added(packages, policy),
      ),
    );
  }
  const manager = needsProfile(network) ? missing([networkManager]) : [];
  if (manager.length > 0) {
    findings.push(
      warningAt(
        `system.network.${network.addresses.length > 0 ? 'addresses' : network.dns.length > 0 ? 'dns' : 'device'}`,
        'NetworkManager, which would set this network up, is not among the packages: the build stops without it.',
        'Add `NetworkManager` to the packages, or leave the network automatic.',
        added(packages, manager),
      ),
    );
  }
  return findings;
}

const networkManager: RequiredPackage = {
  anyOf: ['NetworkManager'],
  broughtBy: ['NetworkManager-wifi', 'NetworkManager-wwan', 'NetworkManager-bluetooth', 'NetworkManager-ppp'],
  reason: 'it sets up the network',
};

function quoted(needs: readonly RequiredPackage[]): string {
  return needs.map(({ anyOf }) => `\`${anyOf[0]}\``).join(', ');
}

function added({ lines }: ListedPackages, needs: readonly RequiredPackage[]): Fix {
  const names = needs.map(({ anyOf }) => anyOf[0] as string);
  const kept = lines.filter((line) => !names.some((name) => line === `-${name}`));
  return { path: 'packages', value: [...kept, ...names], text: `more: ${names.join(', ')}` };
}
