# shellcheck shell=sh disable=SC2034 # the digests are for others
# The beginning of our %pre, as text of ks.cfg: nothing of ours is there yet that could be run.
#
# Without a medium everything of ours is fetched into the folder where Anaconda mounts one, from the address in
# `tfr.base=`: each file that the list of digests names. pre.sh checks the digests, as it does for a medium. /run takes
# a fifth of the memory at most (systemd), so that the folder is a file system of its own.
if [ ! -e /run/install/repo/tfr/install.conf ]; then
  base=$(sed -n 's/^\(.* \)\{0,1\}tfr\.base=\([^ ]*\).*$/\2/p' /proc/cmdline)
  fetch() {
    curl -fsSg --retry 5 --create-dirs -o "$2" "$base/tfr/$1" && return
    echo "tfr-install: failed: $base/tfr/$1 cannot be fetched" >/dev/console
    exit 1
  }
  mkdir -p /run/install/repo && mount -t tmpfs -o size=90%,mode=0755 tfr /run/install/repo || exit 1
  mkdir /run/install/repo/tfr && cd /run/install/repo/tfr || exit 1
  fetch files.sha256 files.sha256
  while read -r digest name; do
    fetch "$(printf '%s' "$name" | sed 's/%/%25/g; s/ /%20/g; s/#/%23/g; s/?/%3F/g')" "$name"
  done <files.sha256
fi
