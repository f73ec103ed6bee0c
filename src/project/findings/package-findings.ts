import { type Finding, type Fix, warningAt } from '../../base/finding.js';
import { t, translated } from '../../base/language/texts.js';
import type { ImageSpec } from '../../config/image-spec.js';
import {
  imageKind,
  type RequiredPackage,
  requiredPackages,
  withSelinux,
} from '../../config/releases/required-packages.js';
import { type SettingPackage, settingPackages } from '../../config/releases/setting-packages.js';
import type { FolderContent } from '../folder/folder-content.js';
import { type Need, needsOf } from '../folder/setting-needs.js';
import { isListed, type ListedPackages } from '../packages/listed-packages.js';

/**
 * Warns of packages that a spec needs and that nothing brings. Without a lock only those are judged that other packages
 * do not bring as a rule; the build itself asks the lock.
 */
export function packageFindings(
  spec: ImageSpec,
  packages: ListedPackages,
  { bringsFiles }: Pick<FolderContent, 'bringsFiles'>,
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
        t`The image needs ${quoted(base)}, which no package of the list brings: ${translated(base[0]?.reason ?? '')}.`,
        t`Add what is missing: the build stops without it.`,
        added(packages, base),
      ),
    );
  }
  const policy = selinux === 'disabled' ? [] : missing(withSelinux);
  if (policy.length > 0) {
    findings.push(
      warningAt(
        'system.selinux',
        t`SELinux is \`${selinux}\`, and the packages lack ${quoted(policy)}: the build stops without it.`,
        t`Add what is missing (the set "SELinux policy"), or choose \`disabled\`.`,
        added(packages, policy),
      ),
    );
  }
  const needs = missing(needsOf(spec).filter(isJudged));
  findings.push(...needs.map((need) => needFinding(need, spec, added(packages, [need]))));
  // Files and scripts of the project may bring a locale, a keymap or a time zone too.
  const settings = bringsFiles
    ? []
    : missing(settingPackages(spec).filter((need) => !need.isDefault && isJudged(need)));
  findings.push(...settings.map((need) => settingFinding(need, added(packages, [need]))));
  return findings;
}

function needFinding(need: Need, { system: { network } }: ImageSpec, fix: Fix): Finding {
  const { what, path } = need;
  const isMain = path === 'system.network';
  const field = network.addresses.length > 0 ? 'addresses' : network.dns.length > 0 ? 'dns' : 'device';
  return warningAt(
    isMain ? `${path}.${field}` : path,
    t`The settings ask for ${what}, and no package of the list brings ${quoted([need])}, which sets that up: the build stops without it.`,
    isMain
      ? t`Add it to the packages, or leave the network automatic.`
      : t`Add it to the packages, or take that setting out.`,
    fix,
  );
}

function settingFinding(need: SettingPackage, fix: Fix): Finding {
  return warningAt(
    need.path,
    t`No package of the list brings ${quoted([need])}: ${translated(need.reason)}, and the build stops without it.`,
    t`Add it to the packages, or choose another value.`,
    fix,
  );
}

function quoted(needs: readonly RequiredPackage[]): string {
  return needs.map(({ anyOf }) => `\`${anyOf[0]}\``).join(', ');
}

function added({ lines }: ListedPackages, needs: readonly RequiredPackage[]): Fix {
  const names = needs.map(({ anyOf }) => anyOf[0] as string);
  const kept = lines.filter((line) => !names.some((name) => line === `-${name}`));
  return { path: 'packages', value: [...kept, ...names], text: t`more: ${names.join(', ')}` };
}
