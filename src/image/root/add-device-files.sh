#!/bin/sh
# Adds our own files to a root tree: emergency units, settings, dracut modules.
# add-device-files.sh ROOT DEVICE, the folder src/device of this package
set -eu

mkdir -p "$1/usr/lib/dracut/modules.d" "$1/var/log/tmpfsroot"
# The modes of our installed files depend on who installed them.
cp -R --no-preserve=mode "$2/root/." "$1/"
cp -R --no-preserve=mode "$2/dracut/." "$1/usr/lib/dracut/modules.d/"
chmod 0755 "$1"/usr/bin/tmpfsroot-* "$1"/usr/lib/tmpfsroot/* "$1"/usr/lib/dracut/modules.d/9?tmpfsroot*/*.sh
chown -R 0:0 "$1"/usr/bin/tmpfsroot-* "$1/var/log/tmpfsroot" "$1/etc/profile.d/tmpfsroot.sh" \
  "$1/usr/lib/tmpfsroot" "$1"/usr/lib/dracut/modules.d/9?tmpfsroot*
