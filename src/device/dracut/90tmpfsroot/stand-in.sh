# shellcheck shell=sh
# A small file system in memory stands in for a data partition in this boot: in the root's own tmpfs, what is written
# there would have no limit. For the healer, and for the running system where a mount failed after all.

# Directories and labels that the image at ROOT wants in the data partition NAME, which is mounted at DIR.
# tfr_make_data_dirs ROOT NAME DIR
tfr_make_data_dirs() {
  tfr_lists=$1/usr/lib/tmpfsroot/$2
  { [ ! -e "$tfr_lists.dirs" ] || tfr_make_dirs "$tfr_lists.dirs" "$3"; } &&
    tfr_label_dirs "$tfr_lists.labels" "$3"
}

# tfr_go_without ROOT NAME MOUNTPOINT WHY
tfr_go_without() {
  tfr_partition "$2" || return 1
  tfr_log "$2: $4: $3 is in memory, and empty, until the next start"
  tfr_health missing "$2" "$4"
  # Images and volumes in memory would take all of it: docker's units look for this file.
  [ "$2" != docker ] || : >/run/tmpfsroot/without-docker
  # shellcheck disable=SC2154 # tfr_partition sets it
  mount -t tmpfs -o "size=${tfr_stand_in}m,mode=0755,nosuid,nodev,noatime" tmpfs "$1$3" || return
  tfr_make_data_dirs "$1" "$2" "$1$3"
  # shellcheck disable=SC2154
  case ",$tfr_options," in *,ro,*) mount -o remount,ro "$1$3" ;; esac
}
