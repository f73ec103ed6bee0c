import { specToDocument } from '../spec/document.js';
import { getAt, setAt } from '../spec/field-path.js';
import type { ImageSpec } from '../spec/image-spec.js';
import { projectJsonSchema } from '../spec/json-schema.js';
import { packagesListName, projectFileName } from './project.js';

/** Name of the JSON Schema beside the project file, for editors. */
export const schemaFileName = 'tmpfsroot.schema.json';

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

/**
 * The text of tmpfsroot.json for a spec; reading it gives the same spec.
 * @param stated Fields that are written even when they are empty, because something below says otherwise.
 */
export function projectFileText(spec: ImageSpec, stated: readonly string[] = []): string {
  const document = stated.reduce<Record<string, unknown>>(
    (rest, path) => setAt(rest, path, getAt(spec, path)),
    specToDocument(spec),
  );
  return jsonText({ $schema: `./${schemaFileName}`, ...document });
}

/** JSON with two blanks, and lists of plain values on one line where they fit. */
export function jsonText(value: unknown): string {
  const text = JSON.stringify(value, null, 2).replace(/\[\n[^[\]{}]*?\n\s*\]/g, (list) => {
    const joined = list.replace(/\s*\n\s*/g, ' ').replace(/^\[ | \]$/g, (edge) => edge.trim());
    return joined.length <= 90 ? joined : list;
  });
  return `${text}\n`;
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
# docs/kickstart.md of tmpfsroot-wizard lists all commands. The wizard writes the settings of tmpfsroot.json between two
# comments (BEGIN, END) and keeps them up to date; what stands outside of the two is yours.
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
