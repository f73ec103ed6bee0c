#!/bin/sh
# Adds the lists of a repository and the keys of its packages to our folder of a medium.
# add-repository.sh FOLDER REPODATA KEY...
set -eu

folder=$1
mkdir -p "$folder/packages" "$folder/keys"
cp -R "$2" "$folder/packages/"
shift 2
for key; do cp "$key" "$folder/keys/"; done
