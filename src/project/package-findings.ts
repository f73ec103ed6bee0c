import { type Finding, type Fix, warningAt } from '../spec/finding.js';
import type { ImageSpec } from '../spec/image-spec.js';
import { imageKind, type RequiredPackage, requiredPackages, withSelinux } from '../spec/required-packages.js';
import { type SettingPackage, settingPackages } from '../spec/setting-packages.js';
import type { FolderContent } from './folder-content.js';
import { isListed, type ListedPackages } from './listed-packages.js';
import { type Need, needsOf } from './setting-needs.js';

/**
 * Warns of packages that a spec needs and that nothing brings. Without a lock only those are judged that other packages
 * do not bring as a rule; the build itself asks the lock.
 */
export function packageFindings(
  spec: ImageSpec,
  packages: ListedPackages,
  { kickstart, bringsFiles }: Pick<FolderContent, 'kickstart' | 'bringsFiles'>,
): Finding[] {
  // An empty list is an error of its own.
  if (!packages.lines.some((line) => !line.startsWith('-'))) return [];
  const { selinux } = spec.system;
  const missing = <Package extends RequiredPackage>(needs: readonly Package[]): Package[] =>
    needs.filter(
      ({ anyOf, broughtBy = [] }) => ![...anyOf, ...broughtBy].some((name) => isListed(packages, name)),
    );
  const isJudged = ({ isNeverBrought }: RequiredPackage) =>
    packages.locked !== null || isNeverBrought === true;
  const judged = requiredPackages(
    imageKind({ ...spec, system: { ...spec.system, selinux: 'disabled' } }),
  ).filter(isJudged);
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
  const needs = missing(needsOf(spec, kickstart.system).filter(isJudged));
  findings.push(...needs.map((need) => needFinding(need, spec, added(packages, [need]))));
  // Files and scripts of the project may bring a locale, a keymap or a time zone too.
  const settings = bringsFiles
    ? []
    : missing(settingPackages(spec).filter((need) => !need.isDefault && isJudged(need)));
  findings.push(...settings.map((need) => settingFinding(need, added(packages, [need]))));
  return findings;
}

function needFinding(need: Need, { system: { network } }: ImageSpec, fix: Fix): Finding {
  const { what, where } = need;
  const isOfSpec = where === 'system.network';
  const field = network.addresses.length > 0 ? 'addresses' : network.dns.length > 0 ? 'dns' : 'device';
  const finding = warningAt(
    isOfSpec ? `system.network.${field}` : 'packages',
    `The settings ask for ${what}, and no package of the list brings ${quoted([need])}, which sets that up: the build stops without it.`,
    `Add it to the packages, or ${isOfSpec ? 'leave the network automatic' : 'take that setting out'}.`,
    fix,
  );
  return isOfSpec ? finding : { ...finding, where };
}

function settingFinding(need: SettingPackage, fix: Fix): Finding {
  return warningAt(
    need.path,
    `No package of the list brings ${quoted([need])}: ${need.reason}, and the build stops without it.`,
    'Add it to the packages, or choose another value.',
    fix,
  );
}

function quoted(needs: readonly RequiredPackage[]): string {
  return needs.map(({ anyOf }) => `\`${anyOf[0]}\``).join(', ');
}

function added({ lines }: ListedPackages, needs: readonly RequiredPackage[]): Fix {
  const names = needs.map(({ anyOf }) => anyOf[0] as string);
  const kept = lines.filter((line) => !names.some((name) => line === `-${name}`));
  return { path: 'packages', value: [...kept, ...names], text: `more: ${names.join(', ')}` };
}
