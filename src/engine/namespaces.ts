import type { Command, RootView, SysimageView } from './engine.js';
import { kernelViews } from './kernel-views.js';
import { privateDevices } from './private-devices.js';
import { remount } from './remount.js';

/** Everything of a program's surroundings that can be its own, but the network. */
const ownNamespaces = '--fork --kill-child --pid --mount --propagation private --ipc --uts'.split(' ');

/**
 * $1: the root, $2: number of binds, then triples FROM TO ro|rw, then the program. All mounts are made in a
 * namespace that ends with the program, so nothing is left of them whatever happens. A mount point that is
 * reached by a symbolic link is refused: it would lead to the host's own folder. The program is no process 1,
 * for which the kernel would drop SIGTERM; systemd's tools see by /proc/1/root that they are in a chroot.
 */
const rootScript = `set -eu
trap 'exit 143' TERM INT HUP
die() { echo "tmpfsroot-wizard: $1" >&2; exit 125; }
${kernelViews}
${privateDevices}
${remount}
root=$(cd -P -- "$1" && pwd -P) || die "there is no folder $1"
binds=$2
shift 2
inside() {
  [ -d "$root$1" ] && [ "$(cd -P -- "$root$1" && pwd -P)" = "$root$1" ] || die "$root has no folder $1"
}
name_host
for name in /proc /sys /dev /run /tmp; do inside "$name"; done
show_proc "$root/proc"
show_sys "$root/sys"
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
  [ "$3" = rw ] || remount "$root$2" ro
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
 * $1: root tree, $2: folder for /run/install/repo or nothing, then the program. Both folders are held open, since
 * their paths may lie below what is covered. What is mounted keeps its own flags: only this namespace's view of it
 * becomes read-only, and it ends with the program.
 */
const sysimageScript = `set -eu
trap 'exit 143' TERM INT HUP
die() { echo "tmpfsroot-wizard: $1" >&2; exit 125; }
${privateDevices}
${remount}
exec 3<"$1"
repo=$2
[ -z "$repo" ] || exec 4<"$repo"
shift 2
while read -r _ _ _ _ point options _; do
  # A mount that another one covers cannot be reached, by the program neither.
  mount -o "remount,bind,ro\${options#r?}" "$(printf '%b' "$point")" 2>/dev/null || true
done </proc/self/mountinfo
while read -r _ _ _ _ point options _; do
  [ "$point" != / ] || machine=$options
done </proc/self/mountinfo
case $machine in
  ro*) ;;
  *) die 'the file system of this machine cannot be made read-only' ;;
esac
# Where no new one is given (show_proc, show_sys), the machine's own stays, which was made read-only above.
mount -t proc -o ro,nosuid,nodev,noexec proc /proc 2>/dev/null || remount /proc ro
mount -t sysfs -o ro,nosuid,nodev,noexec sysfs /sys 2>/dev/null || remount /sys ro
devices ''
mount -t tmpfs -o nosuid,nodev,mode=0755 tmpfs /mnt
mount -t tmpfs -o nosuid,nodev,mode=0755 tmpfs /run
mount -t tmpfs -o nosuid,nodev,mode=1777 tmpfs /tmp
[ ! -d /var/tmp ] || mount -t tmpfs -o nosuid,nodev,mode=1777 tmpfs /var/tmp
mkdir -p /mnt/sysimage /run/install/repo
mount --no-canonicalize --bind /proc/self/fd/3 /mnt/sysimage
remount /mnt/sysimage rw
if [ -n "$repo" ]; then
  mount --no-canonicalize --bind /proc/self/fd/4 /run/install/repo
  remount /run/install/repo ro
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
 * A command that gives its program the view which it asks for, by namespaces of its own: nothing of them is left
 * when it ends. As it is, if it asks for none.
 */
export function inNamespaces(command: Command): Command {
  const { view, ...rest } = command;
  if (view === undefined) return command;
  const network = view.kind === 'root' && view.network === 'host' ? [] : ['--net'];
  return {
    ...rest,
    shownAs: command.shownAs ?? command.program,
    program: 'unshare',
    args: [...ownNamespaces, ...network, 'sh', '-c', ...words(view), command.program, ...command.args],
  };
}

function words(view: RootView | SysimageView): string[] {
  if (view.kind === 'sysimage') return [sysimageScript, 'sh', view.root, view.repo ?? ''];
  return [
    ...[rootScript, 'sh', view.root, String(view.binds.length)],
    ...view.binds.flatMap(({ from, to, readOnly }) => [from, to, readOnly === true ? 'ro' : 'rw']),
    ...(view.enter ? [] : ['-']),
  ];
}
