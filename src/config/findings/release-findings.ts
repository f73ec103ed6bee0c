import { errorAt, type Finding, type Fix, warningAt } from '../../base/finding.js';
import { t } from '../../base/language/texts.js';
import type { ImageSpec } from '../image-spec.js';
import { currentRelease, daysUntil, endsSoonDays, knownReleases, releaseInfo } from '../releases/releases.js';
import { hasUrl } from '../releases/repository-spec.js';
import { valueFix } from './fix.js';

/** Whether the release is known, supported and out. */
export function releaseFindings(spec: ImageSpec, today: Date): Finding[] {
  const info = releaseInfo(spec.release, spec.arch);
  const current = currentRelease(today);
  // Repositories that were given by hand are those of one release.
  const isByHand = spec.repositories?.some(hasUrl) === true;
  const fix: Fix | undefined = current === null || isByHand ? undefined : valueFix('release', current);
  if (info === null) {
    if (isByHand) return [];
    const known = knownReleases();
    return [
      errorAt(
        'release',
        t`Fedora ${spec.release} is not known to this version, so its repositories must be given by hand.`,
        t`Give them: \`--repo fedora=URL --key FILE\`. Or take one of ${known[0]} to ${known.at(-1)}.`,
        fix,
      ),
    ];
  }
  const remedy =
    current === null ? t`Take a supported release.` : t`Take a supported release: \`--release ${current}\`.`;
  if (info.released === null || daysUntil(info.released, today) > 0) {
    return [
      warningAt(
        'release',
        t`Fedora ${spec.release} was not released when this version was made, so its packages may still change.`,
        remedy,
        fix,
      ),
    ];
  }
  if (info.endOfLife === null) return [];
  const days = daysUntil(info.endOfLife, today);
  if (days > endsSoonDays) return [];
  const message =
    days < 0
      ? t`Fedora ${spec.release} reached its end of life on ${info.endOfLife} and gets no security updates.`
      : t`Fedora ${spec.release} reaches its end of life on ${info.endOfLife}, in ${days} days.`;
  return [warningAt('release', message, remedy, fix)];
}
