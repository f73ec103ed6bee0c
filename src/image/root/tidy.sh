#!/bin/sh
# Removes from a root tree what differs from run to run and belongs to no package.
# tidy.sh ROOT
set -eu

cd "$1"
rm -rf etc/machine-id var/cache/ldconfig/aux-cache var/cache/dnf var/lib/systemd/random-seed etc/*- var/log/*.log
# What rpm would have put instead of the accounts that %pre-install had made.
rm -f etc/passwd.rpmnew etc/group.rpmnew etc/shadow.rpmnew etc/gshadow.rpmnew
rm -rf run/* tmp/* var/tmp/*
rm -f usr/lib/sysimage/rpm/.*.lock usr/lib/sysimage/rpm/*-shm usr/lib/sysimage/rpm/*-wal
