import { fetchSmall } from '../../base/http/fetch-small.js';
import { t } from '../../base/language/texts.js';
import { daysUntil, endsSoonDays, knownReleases, releaseInfo } from '../../config/releases/releases.js';

/** What Fedora's release service says of a release. */
export interface ServiceRelease {
  release: number;
  state: (typeof states)[number];
  /** Day of general availability, `YYYY-MM-DD`, or null: it does not say. */
  released: string | null;
  /** Day after which it gets no more updates, or null: it does not say. */
  endOfLife: string | null;
}

/** A release that can be chosen. */
export interface ReleaseChoice {
  release: number;
  /** `current` is at most one: the newest that is supported for some time and whose signing key is known. */
  mark: 'current' | 'supported' | 'ends soon' | 'end of life' | 'not yet released';
  /** Its dates for the eye, to stand behind the mark, which it does not repeat; empty where none is known. */
  text: string;
}

/**
 * The releases that this version ships data of, and those that only the service knows, newest first. What the
 * service says wins, since it is newer.
 * @param service its answer, or absent: it was not asked or did not answer.
 */
export function releaseChoices(today: Date, service: readonly ServiceRelease[] = []): ReleaseChoice[] {
  const numbers = new Set([...knownReleases(), ...service.map(({ release }) => release)]);
  const facts = [...numbers].sort((a, b) => b - a).map((release) => factsOf(release, service));
  const current = facts.find((one) => one.isKnown && markOf(one, today) === 'supported');
  return facts.map((one) => ({
    release: one.release,
    mark: one === current ? 'current' : markOf(one, today),
    text: textOf(one, today),
  }));
}

/** Archived releases are left out, so that all others fit on one page, which has a hundred rows at most. */
export const releaseServiceUrl =
  'https://bodhi.fedoraproject.org/releases/?exclude_archived=true&rows_per_page=100';

/** A hundred rows have some 300 kB. */
const mostServiceBytes = 4_000_000;

/**
 * Asks Fedora's release service. Never throws: null when it does not answer in time, or with something else.
 * Rawhide is left out, since its number is that of a release to come.
 */
export async function fetchReleases(
  signal: AbortSignal,
  url: string = releaseServiceUrl,
  timeoutMs = 3000,
): Promise<ServiceRelease[] | null> {
  try {
    // Without this header it answers with a page for people.
    const headers = { accept: 'application/json' };
    const limits = { silenceMs: timeoutMs, wholeMs: timeoutMs };
    const answer = await fetchSmall(url, { signal, mostBytes: mostServiceBytes, limits, headers });
    return serviceReleases(JSON.parse(answer.toString('utf8')));
  } catch {
    return null;
  }
}

const states = ['pending', 'frozen', 'current', 'archived'] as const;

/** Form of the answer: `Release` in bodhi-server/bodhi/server/models.py of fedora-infra/bodhi. */
function serviceReleases(answer: unknown): ServiceRelease[] | null {
  const rows = isRecord(answer) ? answer.releases : null;
  if (!Array.isArray(rows)) return null;
  const releases = rows.flatMap((row) => serviceRelease(row) ?? []);
  return releases.length === 0 ? null : releases;
}

/** Containers, flatpaks and EPEL have other prefixes. */
function serviceRelease(row: unknown): ServiceRelease | null {
  if (!isRecord(row) || row.id_prefix !== 'FEDORA' || row.branch === 'rawhide') return null;
  const state = states.find((one) => one === row.state);
  if (state === undefined || typeof row.version !== 'string' || !/^[1-9]\d{0,2}$/.test(row.version))
    return null;
  return {
    release: Number(row.version),
    state,
    released: dayOf(row.released_on),
    endOfLife: dayOf(row.eol),
  };
}

function dayOf(value: unknown): string | null {
  const day = typeof value === 'string' ? (/^\d{4}-\d{2}-\d{2}(?!\d)/.exec(value)?.[0] ?? '') : '';
  return Number.isNaN(Date.parse(day)) ? null : day;
}

interface ReleaseFacts extends Omit<ServiceRelease, 'state'> {
  /** null: nobody says. */
  state: ServiceRelease['state'] | null;
  /** This version knows its repositories and its signing key. */
  isKnown: boolean;
}

function factsOf(release: number, service: readonly ServiceRelease[]): ReleaseFacts {
  const info = releaseInfo(release);
  const said = service.find((one) => one.release === release);
  const isOlderThanAll = service.length > 0 && service.every((one) => one.release > release);
  return {
    release,
    state: said?.state ?? (isOlderThanAll ? 'archived' : null),
    released: said?.released ?? info?.released ?? null,
    endOfLife: said?.endOfLife ?? info?.endOfLife ?? null,
    isKnown: info !== null,
  };
}

function markOf(facts: ReleaseFacts, today: Date): Exclude<ReleaseChoice['mark'], 'current'> {
  const { state, endOfLife } = facts;
  if (!isOut(facts, today)) return 'not yet released';
  const days = endOfLife === null ? Number.POSITIVE_INFINITY : daysUntil(endOfLife, today);
  if (state === 'archived' || days < 0) return 'end of life';
  return days <= endsSoonDays ? 'ends soon' : 'supported';
}

function isOut({ state, released }: ReleaseFacts, today: Date): boolean {
  if (state !== null) return state === 'current' || state === 'archived';
  return released !== null && daysUntil(released, today) <= 0;
}

function textOf(facts: ReleaseFacts, today: Date): string {
  const byHand = t`its signing key is not known to this version, so its repositories must be given by hand`;
  const dates = datesOf(facts, today);
  if (facts.isKnown) return dates;
  return dates === '' ? byHand : `${dates}; ${byHand}`;
}

function datesOf(facts: ReleaseFacts, today: Date): string {
  const { state, released, endOfLife } = facts;
  switch (markOf(facts, today)) {
    case 'not yet released':
      if (released !== null) return t`to be released on ${released}`;
      return state === null ? t`was not released when this version was made` : t`not yet released`;
    case 'end of life': {
      const isOver = endOfLife !== null && daysUntil(endOfLife, today) <= 0;
      return isOver ? t`since ${endOfLife}` : '';
    }
    case 'ends soon':
      return t`end of life ${endOfLife}, ${inDays(daysUntil(endOfLife as string, today))}`;
    case 'supported': {
      const since = released === null ? t`released` : t`released ${released}`;
      return endOfLife === null ? since : t`${since}, supported until ${endOfLife}`;
    }
  }
}

function inDays(days: number): string {
  if (days === 0) return t`today`;
  return days === 1 ? t`tomorrow` : t`in ${days} days`;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
