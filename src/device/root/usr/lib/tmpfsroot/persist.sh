# shellcheck shell=sh
# What a device keeps of itself from one start to the next: two copies in /persist/tmpfsroot, `a` and `b`. Each is a
# folder with files/ (as they lie below the root), a generation, and a manifest of all of it. A copy gets its name when
# it is whole and on the disk, and never while it is the only one, so that a cut at any point leaves a whole one. What
# disagrees with its manifest is not used.

persist=${TFR_PERSIST:-/persist}
root=${TFR_ROOT:-}
store=$persist/tmpfsroot
persist_conf=$root/usr/lib/tmpfsroot/persist.conf
secret_key=var/lib/NetworkManager/secret_key

# Of the paths that are kept, those that are there below DIR: relative to it, a line each.
kept_paths() (
  cd "$1" 2>/dev/null || exit 0
  {
    for path in etc/ssh/ssh_host_*_key etc/ssh/ssh_host_*_key.pub "$secret_key"; do printf '%s\n' "$path"; done
    [ ! -r "$persist_conf" ] || sed 's|^/||' "$persist_conf"
  } | while IFS= read -r path; do
    if [ -e "$path" ] || [ -L "$path" ]; then printf '%s\n' "$path"; fi
  done
)

# Kind, mode, owner and name of each entry of DIR, and the digest of each file: all of it, or what is at PATH in it.
# describe DIR [PATH]
describe() (
  cd "$1" || exit
  find "./${2-}" ! -path ./manifest -printf '%y %m %U %G %p %l\n' | LC_ALL=C sort
  find "./${2-}" -type f ! -path ./manifest -print0 | LC_ALL=C sort -z | xargs -0 -r b2sum
)

is_whole() {
  [ -f "$1/manifest" ] && [ -f "$1/generation" ] && [ "$(describe "$1" 2>/dev/null)" = "$(cat "$1/manifest")" ]
}

# Looks at both copies. Sets newest and other (their names), generation (0 when no copy is whole, and newest is empty)
# and other_state: whole (the same generation), old, damaged or absent.
find_copies() {
  newest='' generation=0 whole='' other_generation=0
  for copy in a b; do
    is_whole "$store/$copy" || continue
    whole=$whole$copy
    found=$(cat "$store/$copy/generation")
    if [ "$found" -gt "$generation" ]; then
      other_generation=$generation newest=$copy generation=$found
    else
      other_generation=$found
    fi
  done
  other=a
  [ "$newest" != a ] || other=b
  case "$whole" in
    *"$other"*)
      other_state=old
      [ "$other_generation" -ne "$generation" ] || other_state=whole
      ;;
    *)
      other_state=damaged
      [ -e "$store/$other" ] || other_state=absent
      ;;
  esac
}

# Gives the running system what the newest copy has, and nothing else in its place.
restore() {
  kept_paths "$store/$newest/files" | while IFS= read -r path; do
    mkdir -p "$(dirname "$root/$path")" && rm -rf "$root/${path:?}" &&
      cp -a -- "$store/$newest/files/$path" "$root/$path" || exit
  done
}

# Takes the files as they are now into both copies, one after the other. What an image of the other slot keeps besides
# stays as it was.
save() {
  find_copies
  [ -n "$newest" ] || set_aside || return
  rm -rf "$store/new" && mkdir -p "$store/new/files" && chmod 0700 "$store" || return
  [ -z "$newest" ] || cp -a "$store/$newest/files/." "$store/new/files/" || return
  kept_paths "$store/new/files" | while IFS= read -r path; do
    rm -rf "$store/new/files/$path" || exit
  done || return
  kept_paths "$root/" | while IFS= read -r path; do
    mkdir -p "$(dirname "$store/new/files/$path")" && cp -a -- "$root/$path" "$store/new/files/$path" || exit
  done || return
  echo $((generation + 1)) >"$store/new/generation" && describe "$store/new" >"$store/new/manifest" && put "$other" &&
    mirror
}

# Makes the other copy the same as the newest one.
mirror() {
  find_copies
  [ "$other_state" != whole ] || return 0
  rm -rf "$store/new" && cp -a "$store/$newest" "$store/new" && put "$other"
}

# The new copy gets its name: all of it is on the disk before, and its predecessor is not the only whole one.
put() {
  sync -f "$store" && is_whole "$store/new" && rm -rf "${store:?}/$1" && mv "$store/new" "$store/$1" && sync -f "$store"
}

# Damaged copies, when no other is left, are for people: the last ones are kept in damaged/.
set_aside() {
  for copy in a b; do
    [ -e "$store/$copy" ] || continue
    mkdir -p "$store/damaged" && rm -rf "$store/damaged/$copy" && mv "$store/$copy" "$store/damaged/$copy" || return
  done
}

# In its place is a file system in memory when /persist could not be used in this start.
is_there() {
  [ -d "$persist" ] && [ "$(stat -f -c %T "$persist")" != tmpfs ]
}

# Runs a command while /persist is writable, one at a time; it is read-only again whatever becomes of the command.
while_writable() (
  exec 9>"${TFR_RUN:-/run/tmpfsroot}/persist.lock" && flock -w 60 9 || exit
  trap 'mount -o remount,ro "$persist"' EXIT
  trap 'exit 143' HUP INT TERM
  mount -o remount,rw "$persist" && "$@"
)
