#!/bin/sh
# Prints the SELinux label of each path that comes in, with a NUL at its end, a line each and in the same order.
#
# It runs in the root tree, so that policy, rules and programs are the image's own, whatever its policy is called; the
# build machine need not know SELinux. A label that the policy does not know would stop the copy at every boot, so
# setfiles compares all rules with the policy first (setfiles(8), `-c`).
set -eu

# shellcheck source=/dev/null # the image's own
. /etc/selinux/config
rules=/etc/selinux/$SELINUXTYPE/contexts/files/file_contexts
[ -e "$rules" ] || {
  echo "there is no $rules" >&2
  exit 1
}
policy=
for file in "/etc/selinux/$SELINUXTYPE"/policy/policy.*; do policy=$file; done
setfiles -c "$policy" "$rules"
exec xargs -0 -s 1000000 matchpathcon -n --
