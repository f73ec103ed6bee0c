import { errorAt, type Finding, type Fix, warningAt } from './finding.js';
import { valueFix } from './fix.js';
import type { ImageSpec } from './image-spec.js';
import { currentRelease, daysUntil, endsSoonDays, knownReleases, releaseInfo } from './releases.js';
import { hasUrl } from './repository-spec.js';

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
        `Fedora ${spec.release} is not known to this version, so its repositories must be given by hand.`,
        `Give them (\`--repo fedora=URL --key FILE\`, or \`repositories\`), or take one of ${known[0]} to ${known.at(-1)}.`,
        fix,
      ),
    ];
  }
  const remedy = `Take a release that is supported${current === null ? '' : `: \`--release ${current}\``}.`;
  if (info.released === null || daysUntil(info.released, today) > 0) {
    return [
      warningAt(
        'release',
        `Fedora ${spec.release} was not released when this version was made, so its packages may still change.`,
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
      ? `Fedora ${spec.release} reached its end of life on ${info.endOfLife} and gets no security updates.`
      : `Fedora ${spec.release} reaches its end of life on ${info.endOfLife}, in ${days} days.`;
  return [warningAt('release', message, remedy, fix)];
}
