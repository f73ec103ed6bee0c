import type { Command } from './engine.js';

export interface Bind {
  from: string;
  /** Absolute path inside the root; it is made in the root's own tmpfs when it lies under /run or /tmp. */
  to: string;
}

export interface ChrootCommand extends Omit<Command, 'cwd'> {
  /** Absolute path of the root tree. */
  root: string;
  binds?: readonly Bind[];
  /** False for a program of the engine that enters the root by itself, as `rpm --root` does. */
  enter?: boolean;
}

/**
 * $1: the root, $2: number of binds, then pairs FROM TO, then the program. All mounts are made in a namespace that
 * ends with the program, so nothing is left of them whatever happens.
 */
const script = `set -eu
root=$1 binds=$2
shift 2
mount --make-rprivate /
mount -t proc -o nosuid,nodev,noexec proc "$root/proc"
mount -t sysfs -o ro,nosuid,nodev,noexec sysfs "$root/sys" 2>/dev/null || mount --rbind /sys "$root/sys"
mount -t tmpfs -o nosuid,mode=0755 tmpfs "$root/dev"
for node in null:3 zero:5 full:7 random:8 urandom:9; do
  mknod -m 0666 "$root/dev/\${node%:*}" c 1 "\${node#*:}"
done
mknod -m 0666 "$root/dev/tty" c 5 0
ln -s /proc/self/fd "$root/dev/fd"
ln -s fd/0 "$root/dev/stdin"
ln -s fd/1 "$root/dev/stdout"
ln -s fd/2 "$root/dev/stderr"
mkdir "$root/dev/shm"
mount -t tmpfs -o nosuid,nodev,mode=0755 tmpfs "$root/run"
mount -t tmpfs -o nosuid,nodev,mode=1777 tmpfs "$root/tmp"
while [ "$binds" -gt 0 ]; do
  mkdir -p "$root$2"
  mount --bind "$1" "$root$2"
  shift 2
  binds=$((binds - 1))
done
exec "$@"
`;

/**
 * A command that runs inside a root tree, or with the root tree prepared for it: private /proc, /dev, /run and
 * /tmp, no network, no other processes in sight. Nothing of it is left in the tree. Needs root.
 */
export function chrootCommand({ root, binds = [], enter = true, ...command }: ChrootCommand): Command {
  const program = enter ? ['chroot', root, command.program] : [command.program];
  return {
    ...command,
    program: 'unshare',
    args: [
      ...['--mount', '--pid', '--ipc', '--uts', '--net', '--fork', '--kill-child'],
      ...['sh', '-c', script, 'sh', root, String(binds.length), ...binds.flatMap(({ from, to }) => [from, to])],
      ...program,
      ...command.args,
    ],
  };
}
