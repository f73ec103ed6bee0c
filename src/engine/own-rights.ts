import { readFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { missingHere } from '../spec/failure.js';
import { readDistribution } from './distribution.js';
import type { Engine } from './engine.js';
import { installLine, neededPrograms, packageOf } from './programs.js';
import { decideRights, type Rights, type RightsFacts, switchNames, wayTitles } from './rights.js';
import { areEnough, firstFreeId, parseSubordinateIds } from './subordinate-ids.js';
import { makeUserNamespace } from './user-namespace.js';

/** The rights that programs of this process get. */
export interface OwnRights extends Rights {
  /** Words to put before a program. */
  enter: readonly string[];
}

const helpers = neededPrograms
  .filter(({ purposes }) => purposes.includes('rootless'))
  .map(({ name }) => name);

/**
 * Finds out by what rights this process can make root trees, by trying it. A user namespace that was made lives as
 * long as this process.
 */
export async function findRights({ find }: Pick<Engine, 'find'>): Promise<OwnRights> {
  const uid = process.geteuid?.() ?? 0;
  const user = { name: nameOf(uid), uid };
  const [uidText, gidText] = await Promise.all([textOf('/etc/subuid'), textOf('/etc/subgid')]);
  const [uids, gids] = [parseSubordinateIds(uidText, user), parseSubordinateIds(gidText, user)];
  const names = ['unshare', ...helpers];
  const paths = new Map(await Promise.all(names.map(async (name) => [name, await find(name)] as const)));
  const missingHelpers = helpers.filter((name) => paths.get(name) === null);
  const facts: RightsFacts = {
    isRoot: uid === 0,
    user: user.name,
    hasIds: areEnough(uids) && areEnough(gids),
    freeId: firstFreeId(uidText, gidText),
    missingHelpers,
    refusal: null,
    switches: await readSwitches(),
  };
  let enter: readonly string[] = [];
  if (!facts.isRoot && facts.hasIds && missingHelpers.length === 0) {
    try {
      enter = await makeUserNamespace({ programs: paths, uids, gids });
    } catch (error) {
      facts.refusal = (error as Error).message;
    }
  }
  return { ...decideRights(facts, await installCommand(missingHelpers)), enter };
}

/** What the owners of a root tree's files are on this machine, where they are not those of the image: nothing for root. */
export async function ownersOfTrees(): Promise<string[]> {
  const uid = process.geteuid?.() ?? 0;
  if (uid === 0) return [];
  const user = { name: nameOf(uid), uid };
  const texts = await Promise.all([textOf('/etc/subuid'), textOf('/etc/subgid')]);
  return [JSON.stringify([uid, ...texts.map((text) => parseSubordinateIds(text, user))])];
}

/** The command that brings programs of the table; null where it is not known. */
async function installCommand(names: readonly string[]): Promise<string | null> {
  const { family } = await readDistribution();
  if (family === null) return null;
  return installLine(family, [...new Set(names.flatMap((name) => packageOf(name, family) ?? []))]);
}

/**
 * Sees to it that there is a way to make root trees.
 * @throws Failure with exit status 3 that says why there is none, and what opens one.
 */
export function requireRights({ way, states }: Rights, purpose: string): void {
  if (way !== null) return;
  const closed = states.filter(({ way: name }) => name !== 'recorded');
  const opening = states.flatMap(({ way: name, open }) => (name === 'root' || open === null ? [] : [open]));
  throw missingHere({
    what: `The rights to set up a root tree are missing; they are needed for ${purpose}.`,
    why: `Its files belong to other users. ${closed.map(({ way: name, why }) => `${wayTitles[name]}: ${why}.`).join(' ')}`,
    remedy: [...opening.map((command) => `Once: ${command}`), 'Run the same command by sudo.'].join(', or: '),
  });
}

async function readSwitches(): Promise<Record<string, number>> {
  const read = switchNames.map(async (name) => {
    const text = await textOf(`/proc/sys/${name.replaceAll('.', '/')}`);
    return text === '' ? [] : [[name, Number(text)] as const];
  });
  return Object.fromEntries((await Promise.all(read)).flat());
}

function textOf(file: string): Promise<string> {
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
