/** Ways to make a root tree whose files have the owners of an image, in the order in which they are taken. */
export const ways = ['root', 'mapped', 'recorded'] as const;
export type Way = (typeof ways)[number];

/** As messages and doctor call them. */
export const wayTitles: Readonly<Record<Way, string>> = {
  root: 'root',
  mapped: 'user namespace with mapped ids',
  recorded: 'recorded owners (fakeroot)',
};

/** What was seen of this machine and of who runs us. */
export interface RightsFacts {
  isRoot: boolean;
  user: string;
  /** Whether there are ids for all owners of an image: those of /etc/subuid and /etc/subgid; for root all that it has. */
  hasIds: boolean;
  /** The first of 65536 ids that nobody has. */
  freeId: number;
  /** Programs that a user namespace is set up with, where they are missing and one is needed. */
  missingHelpers: readonly string[];
  /** What namespaces of one's own were refused with; null where they were set up, or were not tried. */
  refusal: string | null;
  /** Switches of the kernel, by their names for sysctl(8); those that it does not have are absent. */
  switches: Readonly<Record<string, number>>;
  /** We run in a container. */
  isContainer: boolean;
}

export interface WayState {
  way: Way;
  isOpen: boolean;
  /** Why it is not open; null where it is. */
  why: string | null;
  /** The one command that opens it; null where there is none, or it is open. */
  open: string | null;
}

/** What way this machine goes, and what of the others. */
export interface Rights {
  /** Null: nobody here can make a root tree. */
  way: Way | null;
  isRoot: boolean;
  states: readonly WayState[];
}

/** Values of switches with which the kernel allows no namespaces to who is not root, and those that allow them. */
const switchesOff: Readonly<Record<string, { off: number; on: number }>> = {
  'user.max_user_namespaces': { off: 0, on: 15_000 },
  'kernel.unprivileged_userns_clone': { off: 0, on: 1 },
  'kernel.apparmor_restrict_unprivileged_userns': { off: 1, on: 0 },
};

/**
 * Open nowhere: it made another image than root, and said nothing. A library that records owners beside the files
 * (libfakeroot 1.31 was tried with a whole build) does not see what the kernel gives by them: the group of what is made
 * in a setgid folder, access control lists, the owner of what a program makes after setuid(2).
 */
const recorded: WayState = {
  way: 'recorded',
  isOpen: false,
  why: 'it would lose groups of setgid folders, access control lists and owners of what other users make',
  open: null,
};

/** Names of the switches that {@link decideRights} asks for. */
export const switchNames = Object.keys(switchesOff);

/** Lines that say which way is gone, and of each of the others why it is not and what opens it. */
export function rightsLines({ way, states }: Pick<Rights, 'way' | 'states'>): string[] {
  const taken = way === null ? 'none to make a root tree, which building needs' : wayTitles[way];
  return [
    `Rights: ${taken}.`,
    ...states.map(({ way: name, why, open }) => {
      const command = open === null ? '' : ` To go this way: ${open}`;
      return `  ${wayTitles[name]}: ${why === null ? 'yes' : `no; ${why}`}.${command}`;
    }),
  ];
}

/** Why no way is open to who runs us, and what to do. */
export function rightsAdvice({ isRoot, states }: Rights): { why: string; remedy: string } {
  const closed = states.filter(({ way }) => way === 'root' || (way === 'mapped' && !isRoot));
  const whys = closed.map(({ way, why }) => `${wayTitles[way]}: ${why}.`);
  const opening = closed.flatMap(({ way, open }) =>
    open === null || (way === 'root' && !isRoot) ? [] : [open],
  );
  const last = isRoot
    ? 'Run it on the machine itself, where it needs podman or docker and nothing else.'
    : 'Run the same command by sudo.';
  return {
    why: `Its files belong to other users. ${whys.join(' ')}`,
    remedy: [...opening.map((command) => `Once: ${command}`), last].join(', or: '),
  };
}

/**
 * Decides by what rights root trees are made. Root is an explicit choice: who runs us as root gets root's.
 * @param installHelpers command that installs the missing helpers; null where it is not known.
 */
export function decideRights(facts: RightsFacts, installHelpers: string | null): Rights {
  const states: WayState[] = [rootState(facts, installHelpers), mappedState(facts, installHelpers), recorded];
  return { way: states.find(({ isOpen }) => isOpen)?.way ?? null, isRoot: facts.isRoot, states };
}

/** What lets processes of a container make namespaces: seccomp's filter of docker refuses them, and so does AppArmor's. */
const openContainer =
  'start the container with `--security-opt seccomp=unconfined`, and with `--security-opt apparmor=unconfined` where the machine has AppArmor';

function rootState(facts: RightsFacts, installHelpers: string | null): WayState {
  const { isRoot, user, hasIds, missingHelpers, refusal, switches, isContainer } = facts;
  const closed = (why: string, open: string | null): WayState => ({ way: 'root', isOpen: false, why, open });
  if (!isRoot) return closed(`you are \`${user}\``, 'sudo tmpfsroot-wizard build');
  if (!hasIds) return closed('this root has no 65536 ids to give to files (/proc/self/uid_map)', null);
  if (missingHelpers.length > 0) return closed(`${missingHelpers.join(' and ')} missing`, installHelpers);
  if (refusal === null) return { way: 'root', isOpen: true, why: null, open: null };
  const off = switchesThatAreOff(switches);
  if (off.length === 0)
    return closed(`namespaces are refused: ${refusal}`, isContainer ? openContainer : null);
  return closed(
    off.map(([name]) => `${name} is ${switches[name]}`).join('; '),
    off.map(([name, { on }]) => `sysctl -w ${name}=${on}`).join(' && '),
  );
}

function switchesThatAreOff(switches: RightsFacts['switches']) {
  return Object.entries(switchesOff).filter(([name, { off }]) => switches[name] === off);
}

function mappedState(facts: RightsFacts, installHelpers: string | null): WayState {
  const { isRoot, user, hasIds, freeId, missingHelpers, refusal, switches, isContainer } = facts;
  const closed = (why: string, open: string | null): WayState => ({
    way: 'mapped',
    isOpen: false,
    why,
    open,
  });
  if (isRoot) return closed('you are root, and need none', null);
  const off = switchesThatAreOff(switches);
  // One of them may stand in the way of others and not of us: what was tried says more.
  const blocking = refusal === null && hasIds && missingHelpers.length === 0 ? [] : off;
  const reasons = [
    ...(missingHelpers.length === 0 ? [] : [`${missingHelpers.join(' and ')} missing`]),
    ...(hasIds ? [] : [`/etc/subuid and /etc/subgid give \`${user}\` no 65536 ids`]),
    ...blocking.map(([name]) => `${name} is ${switches[name]}`),
  ];
  if (reasons.length === 0 && refusal === null) return { way: 'mapped', isOpen: true, why: null, open: null };
  if (reasons.length === 0) {
    return closed(`a namespace was refused: ${refusal}`, isContainer ? openContainer : null);
  }
  const range = `${freeId}-${freeId + 65_535}`;
  const commands = [
    ...(missingHelpers.length === 0 ? [] : [installHelpers]),
    ...(hasIds ? [] : [`sudo usermod --add-subuids ${range} --add-subgids ${range} ${user}`]),
    ...blocking.map(([name, { on }]) => `sudo sysctl -w ${name}=${on}`),
  ];
  return closed(reasons.join('; '), commands.includes(null) ? null : commands.join(' && '));
}
