#!/bin/sh
# Runs a script of a kickstart file, which is the standard input.
# run-kickstart-script.sh LOG|'' INTERPRETER [OPTION]...
#
# As in Anaconda the script is a file of its own, and /bin/sh is bash: what was written for Fedora's must also run on a
# machine whose sh is another.

log=$1
shift
cd / || exit
cat >/tmp/ks-script
chmod 0700 /tmp/ks-script
case $1 in
  /bin/sh | /usr/bin/sh | sh)
    if command -v bash >/dev/null; then
      shift
      set -- bash --posix "$@"
    fi
    ;;
esac
[ -n "$log" ] || exec "$@" /tmp/ks-script </dev/null
mkdir -p "${log%/*}/" || exit
{
  status=0
  "$@" /tmp/ks-script </dev/null || status=$?
  echo "$status" >/tmp/ks-status
} 2>&1 | tee -a "$log"
exit "$(cat /tmp/ks-status)"
