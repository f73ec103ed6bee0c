# Tells who logs in what this device came up without.
[ ! -r /run/tmpfsroot/state ] || tmpfsroot-status --brief
