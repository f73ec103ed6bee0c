#!/bin/sh
# share-probe.sh FILE OTHER
#
# Says how a container that is just begun sees FILE, which was written outside, and what becomes of OTHER beside it.
[ -e "$1" ] || { echo absent; exit; }
stat -c 'owner %u' "$1"
: >"$2" && chown 12:34 "$2" && chmod 4750 "$2" && stat -c 'kept %u:%g:%a' "$2"
rm -f "$2"
