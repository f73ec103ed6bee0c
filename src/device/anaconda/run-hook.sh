#!/bin/sh
# Runs one script of a folder of hooks, $1: on the build machine, in the image's root, and where Anaconda installs.
# One that may not be executed is run by what its first line names, sh by bash, which most scripts are written for.

[ ! -x "$1" ] || exec "$1"
script=$1
IFS= read -r first <"$script" || :
set -f
case $first in
  '#!'*)
    # shellcheck disable=SC2086 # the interpreter and its options
    set -- ${first#??}
    ;;
  *) set -- sh ;;
esac
case $1 in
  sh | bash | */sh | */bash)
    shift
    ! command -v bash >/dev/null || exec bash "$@" "$script"
    exec sh "$@" "$script"
    ;;
esac
exec "$@" "$script"
