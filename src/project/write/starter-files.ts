import type { ImageSpec } from '../../config/image-spec.js';
import { projectJsonSchema } from '../../config/json-schema.js';
import { packagesListName, projectFileName } from '../folder/project.js';
import { jsonText, projectFileText, schemaFileName } from './project-file-text.js';

/** A file of a new project: its path in the project's folder, and its text. */
export interface StarterFile {
  name: string;
  text: string;
}

/** The files of a new project's folder for a spec. */
export function starterFiles(spec: ImageSpec): StarterFile[] {
  return [
    { name: projectFileName, text: projectFileText(spec) },
    { name: schemaFileName, text: jsonText(projectJsonSchema()) },
    { name: packagesListName, text: starterPackages },
    { name: 'ks/ks.root.cfg', text: starterKickstart },
  ];
}

const starterPackages = `# Packages of the image: one name, glob or NEVRA a line; what they need comes along.
# "-name" excludes a package. After a change: tmpfsroot-wizard lock

# The system itself. Without these an image cannot be built or does not boot.
filesystem
setup
basesystem
rootfiles
fedora-release
bash
coreutils
util-linux
systemd
systemd-udev
kernel
dracut

# Boot loader: shim and GRUB, signed for Secure Boot.
shim-x64
grub2-efi-x64
efibootmgr

# File systems, made by the installer and repaired at boot.
e2fsprogs
btrfs-progs
dosfstools

# Compresses the root in a slot, and unpacks it at boot: a third of the room, and of the time to read it.
squashfs-tools

# What the initramfs and the installer use besides.
findutils
gawk
grep
sed
shadow-utils
zstd

# Network, time, and a way in.
NetworkManager
iproute
openssh-server
chrony

# For people who log in.
sudo
passwd
less

# Firmware for wireless and graphics devices (large).
# linux-firmware

# Containers.
# moby-engine
`;

/** Comments of a new ks.root.cfg. */
export const starterKickstart = `# Kickstart commands for the root section: part of the interface of tmpfsroot-fedora.
#
# They are applied when the image is made. What tmpfsroot.json says of the same thing must be the same;
# docs/kickstart.md of tmpfsroot-wizard lists all commands. The wizard writes settings to tmpfsroot.json and never
# changes this file.
#
#   rootpw --iscrypted HASH
#   user --name=op --groups=wheel --iscrypted --password=HASH
#   sshkey --username=op "KEY"
#   timezone Asia/Tokyo --utc
#   timesource --ntp-server=ntp.example.org
#   lang ja_JP.UTF-8
#   keyboard --vckeymap=jp106
#   network --hostname=robot-1
#   network --device=eth0 --bootproto=static --ip=192.168.1.10 --netmask=255.255.255.0
#   services --enabled=NAME --disabled=NAME
#   bootloader --append="ARG"
#
# Files for the image go into root.override/, as they are to stand in the root.
`;
