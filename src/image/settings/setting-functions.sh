# shellcheck shell=sh
# The beginning of the scripts that apply settings in a root tree: what follows calls these functions. The image's own
# programs make the settings, and say why they cannot.
set -eu

# fail MESSAGE
fail() {
  echo "$1" >&2
  exit 1
}

# Whether a file of accounts has a name, which is the first of the fields with colons between them.
# has_name FILE NAME
has_name() {
  while IFS=: read -r name _; do [ "$name" != "$2" ] || return 0; done <"$1"
  return 1
}

# has_group_id ID
has_group_id() {
  while IFS=: read -r _ _ id _; do [ "$id" != "$1" ] || return 0; done </etc/group
  return 1
}

# Which policy is meant is said by the policy's package; without one, nothing reads what Fedora's would say.
# set_selinux_mode MODE
set_selinux_mode() {
  config=/etc/selinux/config
  mkdir -p "${config%/*}"
  {
    grep -v '^[[:space:]]*SELINUX[[:space:]]*=' "$config" 2>/dev/null || :
    echo "SELINUX=$1"
    grep -q '^[[:space:]]*SELINUXTYPE[[:space:]]*=' "$config" 2>/dev/null || echo SELINUXTYPE=targeted
  } >"$config.new"
  chmod 0644 "$config.new"
  mv "$config.new" "$config"
}

# The image's own NetworkManager reads a profile: one that it refuses would leave the device without that network. The
# lines must come back, since it leaves out options of a bond that it does not take.
# read_profile FILE [LINE]...
read_profile() {
  newline='
'
  [ -x /usr/bin/nmcli ] || return 0
  read=$(nmcli --offline connection modify connection.autoconnect-retries 1 <"$1") || return
  shift
  for line; do
    case $newline$read$newline in
      *"$newline$line$newline"*) ;;
      *)
        echo "NetworkManager does not take $line." >&2
        return 1
        ;;
    esac
  done
}

# PLACE is where the key stands, for the message.
# add_ssh_key USER KEY PLACE
add_ssh_key() {
  home=
  while IFS=: read -r name _ _ _ _ dir _; do [ "$name" != "$1" ] || home=$dir; done </etc/passwd
  [ -n "$home" ] || fail "$3: there is no user \`$1\` in the image."
  mkdir -p "$home/.ssh"
  printf '%s\n' "$2" >>"$home/.ssh/authorized_keys"
  chmod 0700 "$home/.ssh"
  chmod 0600 "$home/.ssh/authorized_keys"
  chown -R "$1:" "$home/.ssh"
}

# chrony.conf(5): ours instead of the package's sources. The file is rewritten and renamed.
# set_time_sources LINE...
set_time_sources() {
  printf '%s\n' "$@" >/etc/chrony.conf.new
  while IFS= read -r line || [ -n "$line" ]; do
    case $line in pool\ * | server\ * | peer\ * | sourcedir\ *) ;; *) printf '%s\n' "$line" ;; esac
  done </etc/chrony.conf >>/etc/chrony.conf.new
  chmod 0644 /etc/chrony.conf.new
  mv /etc/chrony.conf.new /etc/chrony.conf
  systemctl --quiet enable chronyd
}

# disable_where_there UNIT
disable_where_there() {
  [ ! -e "/usr/lib/systemd/system/$1" ] || systemctl --quiet disable "$1"
}
