/** Ids of the machine that a person may give to processes of their own, as many as `count` from `start` on. */
export interface IdRange {
  start: number;
  count: number;
}

/** Ids besides root's that the files of an image may belong to: up to 65534, which is `nobody`. */
const neededIds = 65_534;

/** Lowest id that is given away: below are those of the machine's own accounts (login.defs(5), SUB_UID_MIN). */
const lowestGiven = 100_000;

/** The first id above all that are given to anybody by these texts of /etc/subuid and /etc/subgid. */
export function firstFreeId(...texts: readonly string[]): number {
  const ends = texts.flatMap((text) =>
    text.split('\n').map((line) => {
      const [, start = '', count = ''] = line.trim().split(':');
      return Number(start) + Number(count);
    }),
  );
  return Math.max(lowestGiven, ...ends.filter(Number.isSafeInteger));
}

/** Reads /etc/subuid or /etc/subgid (subuid(5)): the ranges of a user, who stands there by name or by number. */
export function parseSubordinateIds(text: string, user: { name: string; uid: number }): IdRange[] {
  return text.split('\n').flatMap((line) => {
    const [owner = '', start = '', count = ''] = line.trim().split(':');
    if (owner !== user.name && owner !== String(user.uid)) return [];
    if (!/^\d+$/.test(start) || !/^[1-9]\d*$/.test(count)) return [];
    return [{ start: Number(start), count: Number(count) }];
  });
}

/** Whether ranges are enough for all owners that an image has. */
export function areEnough(ranges: readonly IdRange[]): boolean {
  return ranges.reduce((sum, { count }) => sum + count, 0) >= neededIds;
}

/** Words for newuidmap(1) or newgidmap(1): our own id becomes root's, the ranges those from 1 on. */
export function mapArgs(own: number, ranges: readonly IdRange[]): string[] {
  const words = [0, own, 1];
  let inside = 1;
  for (const { start, count } of ranges) {
    words.push(inside, start, count);
    inside += count;
  }
  return words.map(String);
}

/** Reads /proc/PID/uid_map or gid_map (user_namespaces(7)): the ids that the process has, as it calls them. */
export function parseIdMap(text: string): IdRange[] {
  const lines = text.split('\n').map((line) => line.trim().split(/\s+/));
  return lines.flatMap(([start, , count]) =>
    count === undefined ? [] : [{ start: Number(start), count: Number(count) }],
  );
}

/** What is written to uid_map or gid_map of a namespace that gets these ids by the same numbers. */
export function sameIds(ranges: readonly IdRange[]): string {
  return ranges.map(({ start, count }) => `${start} ${start} ${count}\n`).join('');
}
