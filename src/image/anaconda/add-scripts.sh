#!/bin/sh
# Adds the scripts of an installation by Anaconda to our folder of a medium.
# add-scripts.sh FOLDER DEVICE, the folder src/device of this package
set -eu

cp -R "$2/anaconda" "$1/anaconda"
mkdir "$1/device"
cp "$2/dracut/90tmpfsroot/lib.sh" "$2/dracut/90tmpfsroot/place-state.sh" "$2/dracut/91tmpfsroot-install/disks.sh" \
  "$2/dracut/91tmpfsroot-install/write.sh" "$2/dracut/91tmpfsroot-install/once.sh" "$1/device/"
