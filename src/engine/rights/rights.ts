import { allOf, later, sentences, t, translated } from '../../base/language/texts.js';
/** Ways to make a root tree whose files have the owners of an image, in the order in which they are taken. */
export const rootlessModes = ['root', 'mapped', 'recorded'] as const;
export type RootlessMode = (typeof rootlessModes)[number];

/** As messages and doctor call them. */
export const rootlessModeTitles: Readonly<Record<RootlessMode, string>> = {
  root: 'root',
  mapped: later`user namespace with mapped ids`,
  recorded: later`recorded owners (fakeroot)`,
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

export interface RootlessModeState {
  way: RootlessMode;
  isOpen: boolean;
  /** Why it is not open; null where it is. */
  why: string | null;
  /** The one command that opens it; null where there is none, or it is open. */
  open: string | null;
}

/** What way this machine goes, and what of the others. */
export interface Rights {
  /** Null: nobody here can make a root tree. */
  way: RootlessMode | null;
  isRoot: boolean;
  states: readonly RootlessModeState[];
}

/** Values of switches with which the kernel allows no namespaces to users other than root, and those that allow them. */
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
const recorded: RootlessModeState = {
  way: 'recorded',
  isOpen: false,
  why: later`it would lose groups in setgid folders, access control lists and the owners of files that other users create`,
  open: null,
};

/** Names of the switches that {@link decideRights} asks for. */
export const switchNames = Object.keys(switchesOff);

/** Lines that say which way is gone, and of each of the others why it is not and what opens it. */
export function rightsLines({ way, states }: Pick<Rights, 'way' | 'states'>): string[] {
  const taken =
    way === null ? t`none to make a root tree, which building needs` : translated(rootlessModeTitles[way]);
  return [
    t`Rights: ${taken}.`,
    ...states.map(({ way: name, why, open }) => {
      const title = translated(rootlessModeTitles[name]);
      const command = open === null ? '' : t`To enable it: ${translated(open)}`;
      const said = why === null ? t`${title}: yes.` : t`${title}: no; ${translated(why)}.`;
      return `  ${sentences(said, command)}`;
    }),
  ];
}

/** Why no way is open to who runs us, and what to do. */
export function rightsAdvice({ isRoot, states }: Rights): { why: string; remedy: string } {
  const closed = states.filter(({ way }) => way === 'root' || (way === 'mapped' && !isRoot));
  const whys = closed.map(
    ({ way, why }) => `${translated(rootlessModeTitles[way])}: ${translated(why ?? '')}.`,
  );
  const opening = closed.flatMap(({ way, open }) =>
    open === null || (way === 'root' && !isRoot) ? [] : [open],
  );
  const last = isRoot
    ? t`Run it on the machine itself, where it needs only podman or docker.`
    : t`Run the same command with sudo.`;
  return {
    why: sentences(t`Its files belong to other users.`, ...whys),
    remedy: [...opening.map((command) => t`Once: ${translated(command)}`), last].join(t`, or: `),
  };
}

/**
 * Decides by what rights root trees are made. Root is an explicit choice: who runs us as root gets root's.
 * @param installHelpers command that installs the missing helpers; null where it is not known.
 */
export function decideRights(facts: RightsFacts, installHelpers: string | null): Rights {
  const states: RootlessModeState[] = [
    rootState(facts, installHelpers),
    mappedState(facts, installHelpers),
    recorded,
  ];
  return { way: states.find(({ isOpen }) => isOpen)?.way ?? null, isRoot: facts.isRoot, states };
}

/** What lets processes of a container make namespaces: seccomp's filter of docker refuses them, and so does AppArmor's. */
const openContainer = later`start the container with \`--security-opt seccomp=unconfined\`, and with \`--security-opt apparmor=unconfined\` where the machine has AppArmor`;

function rootState(facts: RightsFacts, installHelpers: string | null): RootlessModeState {
  const { isRoot, user, hasIds, missingHelpers, refusal, switches, isContainer } = facts;
  const closed = (why: string, open: string | null): RootlessModeState => ({
    way: 'root',
    isOpen: false,
    why,
    open,
  });
  if (!isRoot) return closed(t`you are \`${user}\``, 'sudo tmpfsroot-wizard build');
  if (!hasIds) return closed(t`this root has fewer than 65536 ids for files (/proc/self/uid_map)`, null);
  if (missingHelpers.length > 0) return closed(t`${allOf(missingHelpers)} missing`, installHelpers);
  if (refusal === null) return { way: 'root', isOpen: true, why: null, open: null };
  const off = switchesThatAreOff(switches);
  if (off.length === 0)
    return closed(t`namespaces are refused: ${refusal}`, isContainer ? openContainer : null);
  return closed(
    off.map(([name]) => t`${name} is ${switches[name]}`).join('; '),
    off.map(([name, { on }]) => `sysctl -w ${name}=${on}`).join(' && '),
  );
}

function switchesThatAreOff(switches: RightsFacts['switches']) {
  return Object.entries(switchesOff).filter(([name, { off }]) => switches[name] === off);
}

function mappedState(facts: RightsFacts, installHelpers: string | null): RootlessModeState {
  const { isRoot, user, hasIds, freeId, missingHelpers, refusal, switches, isContainer } = facts;
  const closed = (why: string, open: string | null): RootlessModeState => ({
    way: 'mapped',
    isOpen: false,
    why,
    open,
  });
  if (isRoot) return closed(t`root does not need it`, null);
  const off = switchesThatAreOff(switches);
  // One of them may stand in the way of others and not of us: what was tried says more.
  const blocking = refusal === null && hasIds && missingHelpers.length === 0 ? [] : off;
  const reasons = [
    ...(missingHelpers.length === 0 ? [] : [t`${allOf(missingHelpers)} missing`]),
    ...(hasIds ? [] : [t`/etc/subuid and /etc/subgid give \`${user}\` fewer than 65536 ids`]),
    ...blocking.map(([name]) => t`${name} is ${switches[name]}`),
  ];
  if (reasons.length === 0 && refusal === null) return { way: 'mapped', isOpen: true, why: null, open: null };
  if (reasons.length === 0) {
    return closed(t`a namespace was refused: ${refusal}`, isContainer ? openContainer : null);
  }
  const range = `${freeId}-${freeId + 65_535}`;
  const commands = [
    ...(missingHelpers.length === 0 ? [] : [installHelpers]),
    ...(hasIds ? [] : [`sudo usermod --add-subuids ${range} --add-subgids ${range} ${user}`]),
    ...blocking.map(([name, { on }]) => `sudo sysctl -w ${name}=${on}`),
  ];
  return closed(reasons.join('; '), commands.includes(null) ? null : commands.join(' && '));
}
