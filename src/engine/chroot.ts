import type { Command } from './engine.js';
import { privateDevices } from './private-devices.js';
import { requireRoot } from './require-root.js';

export interface Bind {
  /** Absolute path of a file or folder outside of the root. */
  from: string;
  /**
   * Absolute path inside of the root. Under /run and /tmp, which are private, it is made as needed;
   * elsewhere it must exist, since nothing is ever created in the tree.
   */
  to: string;
  readOnly?: boolean;
}

export interface ChrootCommand extends Omit<Command, 'cwd'> {
  /** Absolute path of the root tree; must hold the folders /dev, /proc, /run, /sys and /tmp. */
  root: string;
  binds?: readonly Bind[];
  /** False for a program of the engine that enters the root by itself, as `rpm --root` does. */
  enter?: boolean;
  /** `none`, the default, leaves a loopback that is down; `host` the engine's own. */
  network?: 'none' | 'host';
}

/**
 * $1: the root, $2: number of binds, then triples FROM TO ro|rw, then the program. All mounts are made in a
 * namespace that ends with the program, so nothing is left of them whatever happens. A mount point that is
 * reached by a symbolic link is refused: it would lead to the host's own folder. The program is no process 1,
 * for which the kernel would drop SIGTERM; systemd's tools see by /proc/1/root that they are in a chroot.
 */
const script = `set -eu
trap 'exit 143' TERM INT HUP
die() { echo "tmpfsroot-wizard: $1" >&2; exit 125; }
${privateDevices}
root=$(cd -P -- "$1" && pwd -P) || die "there is no folder $1"
binds=$2
shift 2
inside() {
  [ -d "$root$1" ] && [ "$(cd -P -- "$root$1" && pwd -P)" = "$root$1" ] || die "$root has no folder $1"
}
echo localhost >/proc/sys/kernel/hostname
for name in /proc /sys /dev /run /tmp; do inside "$name"; done
mount -t proc -o nosuid,nodev,noexec proc "$root/proc"
mount -t sysfs -o ro,nosuid,nodev,noexec sysfs "$root/sys"
devices "$root"
mount -t tmpfs -o nosuid,nodev,mode=0755 tmpfs "$root/run"
mount -t tmpfs -o nosuid,nodev,mode=1777 tmpfs "$root/tmp"
while [ "$binds" -gt 0 ]; do
  case $2 in
    */../*|*/..) die "$2 is no plain path" ;;
    /run/*|/tmp/*)
      mkdir -p "$root\${2%/*}"
      if [ -d "$1" ]; then mkdir -p "$root$2"; else : >"$root$2"; fi ;;
    *)
      if [ -d "$1" ]; then
        inside "$2"
      else
        inside "\${2%/*}"
        [ -f "$root$2" ] && [ ! -L "$root$2" ] || die "$root has no file $2"
      fi ;;
  esac
  mount --bind "$1" "$root$2"
  [ "$3" = rw ] || mount -o remount,bind,ro "$root$2"
  shift 3
  binds=$((binds - 1))
done
[ "$1" = - ] || set -- chroot "$root" "$@"
[ "$1" != - ] || shift
exec 3<&0
"$@" <&3 3<&- &
status=0
wait "$!" || status=$?
exit "$status"
`;

/**
 * A command that runs inside a root tree, or with the root tree prepared for it: private /proc, read-only /sys,
 * a /dev with only the harmless nodes, empty /run and /tmp, host name `localhost`, no other processes in sight.
 * Nothing of that is left in the tree. A cancelled one dies with everything it started.
 * @throws Failure with exit status 3 when this process is not root.
 */
export function chrootCommand(options: ChrootCommand): Command {
  const { root, binds = [], enter = true, network = 'none', ...command } = options;
  requireRoot(command.purpose);
  return {
    ...command,
    shownAs: command.shownAs ?? command.program,
    program: 'unshare',
    args: [
      ...['--fork', '--kill-child', '--pid', '--mount', '--propagation', 'private', '--ipc', '--uts'],
      ...(network === 'none' ? ['--net'] : []),
      ...['sh', '-c', script, 'sh', root, String(binds.length)],
      ...binds.flatMap(({ from, to, readOnly }) => [from, to, readOnly === true ? 'ro' : 'rw']),
      ...(enter ? [] : ['-']),
      command.program,
      ...command.args,
    ],
    env: { ...(enter ? { HOME: '/root' } : {}), SYSTEMD_OFFLINE: '1', ...command.env },
  };
}
