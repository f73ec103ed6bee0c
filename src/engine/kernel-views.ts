/**
 * POSIX sh functions `show_proc POINT`, `show_sys POINT` and `name_host`, for scripts that run in namespaces of their
 * own. Where parts of the machine's /proc are hidden, as in a container, nobody gets a new one, and who shares the
 * machine's network in a user namespace gets no new /sys: the machine's own are shown then. The host is
 * `localhost`, so that nothing takes over the machine's own name.
 */
export const kernelViews = `show_proc() {
  mount -t proc -o nosuid,nodev,noexec proc "$1" 2>/dev/null || mount --rbind /proc "$1"
}
show_sys() {
  mount -t sysfs -o ro,nosuid,nodev,noexec sysfs "$1" 2>/dev/null || mount --rbind /sys "$1"
}
name_host() {
  { echo localhost >/proc/sys/kernel/hostname; } 2>/dev/null || hostname localhost
}`;
