import type { Command } from './engine.js';
import { privateDevices } from './private-devices.js';
import { requireRoot } from './require-root.js';

export interface SysimageCommand extends Omit<Command, 'cwd'> {
  /** Absolute path of the root tree, which the program finds at /mnt/sysimage and may write to. */
  root: string;
  /** Absolute path of a folder that is shown read-only at /run/install/repo, which is empty otherwise. */
  repo: string | null;
}

/**
 * $1: root tree, $2: folder for /run/install/repo or nothing, then the program. Both folders are held open, since
 * their paths may lie below what is covered. What is mounted keeps its own flags: only this namespace's view of it
 * becomes read-only, and it ends with the program.
 */
const script = `set -eu
trap 'exit 143' TERM INT HUP
die() { echo "tmpfsroot-wizard: $1" >&2; exit 125; }
${privateDevices}
exec 3<"$1"
repo=$2
[ -z "$repo" ] || exec 4<"$repo"
shift 2
while read -r _ _ _ _ point _; do
  # A mount that another one covers cannot be reached, by the program neither.
  mount -o remount,bind,ro "$(printf '%b' "$point")" 2>/dev/null || true
done </proc/self/mountinfo
[ ! -w / ] || die 'the file system of this machine cannot be made read-only'
mount -t proc -o ro,nosuid,nodev,noexec proc /proc
mount -t sysfs -o ro,nosuid,nodev,noexec sysfs /sys
devices ''
mount -t tmpfs -o nosuid,nodev,mode=0755 tmpfs /mnt
mount -t tmpfs -o nosuid,nodev,mode=0755 tmpfs /run
mount -t tmpfs -o nosuid,nodev,mode=1777 tmpfs /tmp
[ ! -d /var/tmp ] || mount -t tmpfs -o nosuid,nodev,mode=1777 tmpfs /var/tmp
mkdir -p /mnt/sysimage /run/install/repo
mount --no-canonicalize --bind /proc/self/fd/3 /mnt/sysimage
mount -o remount,bind,rw /mnt/sysimage
if [ -n "$repo" ]; then
  mount --no-canonicalize --bind /proc/self/fd/4 /run/install/repo
  mount -o remount,bind,ro /run/install/repo
fi
cd /
exec 3<&- 4<&-
exec 3<&0
"$@" <&3 3<&- &
status=0
wait "$!" || status=$?
exit "$status"
`;

/**
 * A command of this machine that works on a root tree from outside, as scripts do which an installer runs before the
 * packages are there or without entering them: the tree is at /mnt/sysimage; everything else of the machine is
 * read-only, /dev has only the harmless nodes, /mnt, /run, /tmp and /var/tmp are empty, and there is no network.
 * A cancelled one dies with everything it started.
 * @throws Failure with exit status 3 when this process is not root.
 */
export function sysimageCommand({ root, repo, ...command }: SysimageCommand): Command {
  requireRoot(command.purpose);
  return {
    ...command,
    shownAs: command.shownAs ?? command.program,
    program: 'unshare',
    args: [
      ...[
        '--fork',
        '--kill-child',
        '--pid',
        '--mount',
        '--propagation',
        'private',
        '--ipc',
        '--uts',
        '--net',
      ],
      ...['sh', '-c', script, 'sh', root, repo ?? '', command.program, ...command.args],
    ],
  };
}
