/**
 * POSIX sh function `devices ROOT`: a folder /dev of its own with only the harmless nodes, for scripts that run in
 * a mount namespace. In a user namespace nobody may make nodes: there they are the machine's own, which are held by
 * descriptor 9 when /dev itself is covered.
 */
export const privateDevices = `devices() {
  exec 9</dev
  mount -t tmpfs -o nosuid,mode=0755 tmpfs "$1/dev"
  for node in null:1:3 zero:1:5 full:1:7 random:1:8 urandom:1:9 tty:5:0 console:5:1; do
    numbers=\${node#*:} node=\${node%%:*}
    mknod -m 0666 "$1/dev/$node" c "\${numbers%:*}" "\${numbers#*:}" 2>/dev/null || own_node "$1/dev" "$node"
  done
  exec 9<&-
  ln -s /proc/self/fd "$1/dev/fd"
  ln -s fd/0 "$1/dev/stdin"
  ln -s fd/1 "$1/dev/stdout"
  ln -s fd/2 "$1/dev/stderr"
  mkdir -m 1777 "$1/dev/shm"
}
own_node() {
  # A container without a terminal has no console.
  [ -e "/proc/self/fd/9/$2" ] || return 0
  : >"$1/$2"
  mount --no-canonicalize --bind "/proc/self/fd/9/$2" "$1/$2"
}`;
