# shellcheck shell=sh
# shellcheck disable=SC2154 # names of machine.sh and record.sh
# A program that writes lines into /var/log, flushes them now and then, and keeps its files small.

scenario() {
  write_into log
}

# write_into NAME: of a partition.
write_into() {
  mount_as_device "$1"
  write_lines
  umount /run/point
}

# mount_as_device NAME: mounts a partition on /run/point as the device does.
mount_as_device() {
  # shellcheck disable=SC2154 # tfr_partition sets them
  how=$(
    # shellcheck source=dracut/90tmpfsroot/lib.sh
    . "$scripts/lib.sh"
    tfr_partition "$1" && echo "-t $tfr_fs -o $tfr_options"
  )
  # shellcheck disable=SC2086 # options
  mount $how "$(part "$1")" /run/point
}

write_lines() {
  mkdir -p /run/point/app
  line=0
  while [ "$line" -lt "${LINES:-240}" ]; do
    line=$((line + 1))
    printf '%s: pump %s, pressure 4.%s bar, %s\n' "$line" $((line % 7)) $((line % 10)) "$(head -c 40 /dev/urandom | base64)" \
      >>/run/point/app/lines
    if [ $((line % 6)) -eq 0 ]; then
      sync /run/point/app/lines
      mark line "$line"
    fi
    [ $((line % 80)) -ne 0 ] || rotate
  done
}

rotate() {
  mv /run/point/app/lines "/run/point/app/lines.$line"
  mkdir "/run/point/app/$line"
  head -c 200000 /dev/urandom >"/run/point/app/$line/dump"
  sync -f /run/point
  rm -rf "/run/point/app/$((line - 80))"
}
