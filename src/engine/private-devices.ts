/**
 * POSIX sh function `devices ROOT`: a folder /dev of its own with only the harmless nodes, for scripts that run in
 * a mount namespace.
 */
export const privateDevices = `devices() {
  mount -t tmpfs -o nosuid,mode=0755 tmpfs "$1/dev"
  for node in null:1:3 zero:1:5 full:1:7 random:1:8 urandom:1:9 tty:5:0 console:5:1; do
    numbers=\${node#*:} node=\${node%%:*}
    mknod -m 0666 "$1/dev/$node" c "\${numbers%:*}" "\${numbers#*:}"
  done
  ln -s /proc/self/fd "$1/dev/fd"
  ln -s fd/0 "$1/dev/stdin"
  ln -s fd/1 "$1/dev/stdout"
  ln -s fd/2 "$1/dev/stderr"
  mkdir -m 1777 "$1/dev/shm"
}`;
