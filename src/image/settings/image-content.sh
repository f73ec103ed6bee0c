#!/bin/sh
# Lists what a root tree has of that which settings name; it runs in that tree, and needs findutils, which every image
# has. Each line: what it is, a tab, its name, perhaps a tab and where a link goes.
# image-content.sh PROGRAM..., absolute paths
set -eu

names() {
  [ ! -e "$2" ] || while IFS=: read -r name _ || [ -n "$name" ]; do
    printf '%s\t%s\n' "$1" "$name"
  done <"$2"
}

names user /etc/passwd
names group /etc/group
for dir in /usr/lib/systemd/system /usr/local/lib/systemd/system /etc/systemd/system; do
  [ ! -d "$dir" ] || find "$dir" -maxdepth 1 ! -type d -printf 'unit\t%f\t%l\n'
done
[ ! -d /usr/lib/locale ] || find /usr/lib/locale -mindepth 1 -maxdepth 1 -type d -printf 'locale\t%f\n'
if command -v locale >/dev/null; then
  locale -a 2>/dev/null | while IFS= read -r name; do printf 'locale\t%s\n' "$name"; done
fi
for dir in /usr/lib/kbd/keymaps /usr/share/kbd/keymaps; do
  [ ! -d "$dir" ] || find "$dir" ! -type d -name '*.map*' -printf 'keymap\t%f\n'
done
[ ! -d /usr/share/zoneinfo ] || find /usr/share/zoneinfo ! -type d -printf 'timezone\t%P\n'
[ ! -d /usr/lib/modules ] || find /usr/lib/modules -name '*.ko*' ! -type d -printf 'module\t%f\n'
for list in /usr/lib/modules/*/modules.builtin; do
  [ ! -e "$list" ] || while read -r name; do printf 'module\t%s\n' "${name##*/}"; done <"$list"
done
for file in /etc/systemd/zram-generator.conf /etc/systemd/zram-generator.conf.d/*.conf \
  /usr/local/lib/systemd/zram-generator.conf.d/*.conf /usr/lib/systemd/zram-generator.conf.d/*.conf; do
  [ ! -f "$file" ] || while read -r line || [ -n "$line" ]; do
    case "$line" in '['*) printf 'zram\t%s\n' "$file" ;; esac
  done <"$file"
done
for program; do
  if [ -f "$program" ] && [ -x "$program" ]; then printf 'program\t%s\n' "$program"; fi
done
