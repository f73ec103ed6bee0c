import type { Command, RootView, SysimageView } from './engine.js';

/** How a program is started in a container whose mounts give it its view. */
export interface ViewWords {
  program: string;
  args: readonly string[];
  /** Run before that container is made, in the one that has no mounts of its own. */
  check?: Command;
}

/** What the client would make in the tree where it is missing, and would never take away. $1: root, then mount points. */
const checkScript = `root=$(cd -P -- "$1" && pwd -P) || exit
shift
for point; do
  file=$root$point
  case $point in
    */../* | */..) echo "tmpfsroot-wizard: $point is no plain path" >&2; exit 125 ;;
  esac
  if [ -f "$file" ] && [ ! -L "$file" ]; then file=\${file%/*}; fi
  [ -d "$file" ] && [ "$(cd -P -- "$file" && pwd -P)" = "$file" ] ||
    { echo "tmpfsroot-wizard: $root has no $point" >&2; exit 125; }
done
`;

/** What the client's mounts leave out; then becomes the program. $1: the root. */
const rootScript = `dev=$1/dev
shift
ln -s /proc/self/fd "$dev/fd"
ln -s fd/0 "$dev/stdin"
ln -s fd/1 "$dev/stdout"
ln -s fd/2 "$dev/stderr"
mkdir -m 1777 "$dev/shm"
exec "$@"
`;

/** Words of the program inside of a container that has the mounts of a view. */
export function withOwnView(view: RootView | SysimageView, command: Command): ViewWords {
  if (view.kind === 'sysimage') return command;
  const { root, binds, enter } = view;
  const points = binds.map(({ to }) => to).filter((to) => !/^\/(run|tmp)\//.test(to));
  return {
    program: 'sh',
    args: [
      ...['-euc', rootScript, 'sh', root],
      ...(enter ? ['chroot', root] : []),
      ...[command.program, ...command.args],
    ],
    check: {
      program: 'sh',
      args: ['-euc', checkScript, 'sh', root, '/proc', '/sys', '/dev', '/run', '/tmp', ...points],
      purpose: command.purpose,
      ...(command.signal === undefined ? {} : { signal: command.signal }),
    },
  };
}
