import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { missingHere } from '../../base/failure.js';
import { t } from '../../base/language/texts.js';
import type { Engine } from '../engine.js';
import { readDistribution } from '../programs/distribution.js';
import { installLine, neededPrograms, packagesFor } from '../programs/programs.js';
import { decideRights, type Rights, type RightsFacts, rightsAdvice, switchNames } from './rights.js';
import { areEnough, firstFreeId, parseIdMap, parseSubordinateIds } from './subordinate-ids.js';
import {
  giveRanges,
  giveSameIds,
  makeUserNamespace,
  type NamespaceInput,
  tryNamespaces,
} from './user-namespace.js';

/** The rights that programs of this process get. */
export interface OwnRights extends Rights {
  /** Words to put before a program. */
  enter: readonly string[];
}

const helpers = neededPrograms
  .filter(({ purposes }) => purposes.includes('rootless'))
  .map(({ name }) => name);

/** Those that give ids which the user does not have; root has its own. */
const idHelpers: readonly string[] = ['newuidmap', 'newgidmap'];

/** What was tried, and with what end. */
interface Tried extends Pick<RightsFacts, 'hasIds' | 'missingHelpers' | 'refusal'> {
  enter: readonly string[];
}

/**
 * Finds out by what rights this process can make root trees, by trying it. A user namespace that was made lives as
 * long as this process.
 */
export async function findRights({ find }: Pick<Engine, 'find'>): Promise<OwnRights> {
  const uid = process.geteuid?.() ?? 0;
  const user = { name: nameOf(uid), uid };
  const [uidText, gidText] = await Promise.all([readOrEmpty('/etc/subuid'), readOrEmpty('/etc/subgid')]);
  const paths = new Map(await Promise.all(helpers.map(async (name) => [name, await find(name)] as const)));
  const tried = uid === 0 ? await tryAsRoot(paths) : await tryWithRanges(paths, user, [uidText, gidText]);
  const { enter, ...seen } = tried;
  const facts: RightsFacts = {
    isRoot: uid === 0,
    user: user.name,
    freeId: firstFreeId(uidText, gidText),
    ...seen,
    switches: await readSwitches(),
    isContainer: existsSync('/run/.containerenv') || existsSync('/.dockerenv'),
  };
  return { ...decideRights(facts, await installCommand(tried.missingHelpers)), enter };
}

/** Root of a plain container may mount nothing: a user namespace with the ids that it has lets it. */
async function tryAsRoot(paths: ReadonlyMap<string, string | null>): Promise<Tried> {
  const [uidMap, gidMap] = await Promise.all([
    readOrEmpty('/proc/self/uid_map'),
    readOrEmpty('/proc/self/gid_map'),
  ]);
  const [uids, gids] = [parseIdMap(uidMap), parseIdMap(gidMap)];
  const hasIds = areEnough(uids) && areEnough(gids);
  const tried: Tried = { hasIds, missingHelpers: [], refusal: null, enter: [] };
  if (!hasIds) return tried;
  try {
    await tryNamespaces();
    return tried;
  } catch {
    const missingHelpers = missingOf(paths).filter((name) => !idHelpers.includes(name));
    if (missingHelpers.length > 0) return { ...tried, missingHelpers };
    return { ...tried, ...(await tryToEnter({ programs: paths, giveIds: giveSameIds({ uids, gids }) })) };
  }
}

async function tryWithRanges(
  paths: ReadonlyMap<string, string | null>,
  user: { name: string; uid: number },
  texts: readonly [string, string],
): Promise<Tried> {
  const [uids, gids] = [parseSubordinateIds(texts[0], user), parseSubordinateIds(texts[1], user)];
  const hasIds = areEnough(uids) && areEnough(gids);
  const missingHelpers = missingOf(paths);
  const tried: Tried = { hasIds, missingHelpers, refusal: null, enter: [] };
  if (!hasIds || missingHelpers.length > 0) return tried;
  return {
    ...tried,
    ...(await tryToEnter({ programs: paths, giveIds: giveRanges(paths, { uids, gids }) })),
  };
}

async function tryToEnter(input: NamespaceInput): Promise<Pick<Tried, 'refusal' | 'enter'>> {
  try {
    return { refusal: null, enter: await makeUserNamespace(input) };
  } catch (error) {
    return { refusal: (error as Error).message, enter: [] };
  }
}

function missingOf(paths: ReadonlyMap<string, string | null>): string[] {
  return helpers.filter((name) => paths.get(name) === null);
}

/** What the owners of a root tree's files are on this machine, where they are not those of the image: nothing for root. */
export async function ownersOfTrees(): Promise<string[]> {
  const uid = process.geteuid?.() ?? 0;
  if (uid === 0) return [];
  const user = { name: nameOf(uid), uid };
  const texts = await Promise.all([readOrEmpty('/etc/subuid'), readOrEmpty('/etc/subgid')]);
  return [JSON.stringify([uid, ...texts.map((text) => parseSubordinateIds(text, user))])];
}

/** The command that brings programs of the table; null where it is not known. */
async function installCommand(names: readonly string[]): Promise<string | null> {
  const { family } = await readDistribution();
  if (family === null) return null;
  return installLine(family, packagesFor(names, family));
}

/**
 * Sees to it that there is a way to make root trees.
 * @throws Failure with exit status 3 that says why there is none, and what opens one.
 */
export function requireRights(rights: Rights, purpose: string): void {
  if (rights.way !== null) return;
  throw missingHere({
    what: t`The rights to set up a root tree are missing; they are needed for ${purpose}.`,
    ...rightsAdvice(rights),
  });
}

async function readSwitches(): Promise<Record<string, number>> {
  const read = switchNames.map(async (name) => {
    const text = await readOrEmpty(`/proc/sys/${name.replaceAll('.', '/')}`);
    return text === '' ? [] : [[name, Number(text)] as const];
  });
  return Object.fromEntries((await Promise.all(read)).flat());
}

function readOrEmpty(file: string): Promise<string> {
  return readFile(file, 'utf8').catch(() => '');
}

/** An id may be nobody's: in a container. */
function nameOf(uid: number): string {
  try {
    return userInfo().username;
  } catch {
    return String(uid);
  }
}
