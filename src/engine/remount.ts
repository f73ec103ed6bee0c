/**
 * POSIX sh function `remount POINT ro|rw`, for scripts that run in a mount namespace. The mount's other flags are
 * named again: in a user namespace the kernel refuses to take away what the machine's own mounts have
 * (mount_namespaces(7), "Restrictions on mount namespaces").
 */
export const remount = `remount() {
  flags=
  while read -r _ _ _ _ point options _; do
    case $point in *\\\\*) point=$(printf '%b' "$point") ;; esac
    [ "$point" != "$1" ] || flags=\${options#r?}
  done </proc/self/mountinfo
  mount -o "remount,bind,$2$flags" "$1"
}`;
