#!/bin/sh
# Stands in for the emergency and rescue shells: an unattended device has nobody to type there.

# shellcheck source=lib.sh
. /usr/lib/tmpfsroot/lib.sh

tfr_restart 'the system cannot go on' 30
