import * as v from 'valibot';
import {
  anacondaPayloads,
  engineChoices,
  healPolicies,
  installMethods,
  outputKinds,
  specVersion,
} from './image-spec.js';
import { limitSeconds, steadySeconds } from './second-shapes.js';
import * as shape from './shapes.js';

/**
 * The form of a project file (`tmpfsroot.json`), of a preset, and of what flags and environment give:
 * an {@link ImageSpec} in which everything may be absent and sizes may be text. Only the shape of each field
 * is judged here; what fields mean together is judged by `validateSpec`.
 */
export const projectFileSchema = v.pipe(
  v.object({
    $schema: field(shape.anyText, 'The JSON Schema of this file, for editors.'),
    version: field(v.literal(specVersion), 'Version of the file format.'),
    name: field(shape.imageName, 'Names the output files and the system.'),
    release: field(shape.release, 'Fedora release.'),
    arch: field(v.picklist(['x86_64']), 'Architecture of the device.'),
    repositories: field(
      v.nullable(
        v.array(
          v.object({
            id: needed(shape.repositoryId, 'Short name of the repository.'),
            baseurl: field(v.array(shape.url), 'Base URLs in order of preference: http, https or file.'),
            mirrorlist: field(v.nullable(shape.url), 'A plain list of base URLs.'),
            metalink: field(v.nullable(shape.url), 'A metalink that names mirrors and digests.'),
            keys: field(
              v.array(shape.key),
              'Public keys that packages must be signed with: paths relative to this folder, or armoured text.',
            ),
            priority: field(
              shape.priority,
              'Packages of the repository with the smaller number win, even if others are newer.',
            ),
            excludes: field(v.array(shape.packagePattern), 'Packages of this repository to ignore.'),
            archives: field(
              v.array(shape.url),
              'Base URLs of locked packages that have left the repository.',
            ),
            koji: field(v.nullable(shape.url), 'Base URL of the packages of a Koji build system.'),
          }),
        ),
      ),
      'Replaces the repositories of the release. For `fedora`, `updates`, `updates-testing` and `docker-ce` the id is enough.',
    ),
    packages: field(v.nullable(v.array(shape.packageText)), 'Lines as in packages.list, which they replace.'),
    disks: section({
      devices: field(
        v.array(shape.device),
        'Disks that belong to the system; the installer wipes all of them and no other.',
      ),
      main: field(shape.device, 'The one of `devices` that gets ESP, roots and /persist.'),
      sizeMiB: field(v.nullable(shape.wholeSize), 'Size of the main disk; null is the smallest that fits.'),
      sectorSize: field(v.picklist([512, 4096]), 'Bytes in a logical sector of the disks.'),
    }),
    partitions: section({
      sizes: section({
        esp: field(shape.size, 'EFI system partition.'),
        root: field(shape.size, 'Each of the two root slots.'),
        persist: field(shape.size, '/persist: read-only persistent data.'),
        log: field(shape.size, '/var/log.'),
        opt: field(shape.size, '/opt; 0 leaves it out.'),
        cache: field(shape.size, '/var/cache; 0 leaves it out.'),
        docker: field(shape.size, '/var/lib/docker; 0 leaves it out.'),
      }),
      disks: section({
        log: field(v.nullable(shape.device), 'Disk of /var/log where it is not the main one.'),
        opt: field(v.nullable(shape.device), 'Disk of /opt where it is not the main one.'),
        cache: field(v.nullable(shape.device), 'Disk of /var/cache where it is not the main one.'),
        docker: field(v.nullable(shape.device), 'Disk of /var/lib/docker where it is not the main one.'),
      }),
      heal: section({
        log: field(v.picklist(healPolicies), whenBroken('/var/log')),
        opt: field(v.picklist(healPolicies), whenBroken('/opt')),
        cache: field(v.picklist(healPolicies), whenBroken('/var/cache')),
        docker: field(v.picklist(healPolicies), whenBroken('/var/lib/docker')),
      }),
    }),
    system: section({
      hostname: field(shape.hostname, 'Host name of the device.'),
      timezone: field(shape.timezone, 'Time zone.'),
      languages: field(v.array(shape.language), 'Languages that are kept; the first is the default.'),
      keymap: field(shape.keymap, 'Keyboard layout of the console.'),
      rootPasswordHash: field(v.nullable(shape.passwordHash), 'crypt(5) hash; null: no login by password.'),
      rootSshKeys: field(v.array(shape.sshKey), 'Public keys that may log in as root.'),
      users: field(
        v.array(
          v.object({
            name: needed(shape.userName, 'Login name.'),
            groups: field(v.array(shape.userName), 'Further groups, `wheel` for sudo.'),
            passwordHash: field(v.nullable(shape.passwordHash), 'crypt(5) hash; null: no login by password.'),
            sshKeys: field(v.array(shape.sshKey), 'Public keys that may log in.'),
          }),
        ),
        'Accounts besides root.',
      ),
      network: section({
        device: field(v.nullable(shape.networkDevice), 'Network interface; null is any wired one.'),
        addresses: field(
          v.array(shape.interfaceAddress),
          'Static addresses with prefix length; none is automatic (DHCP, router advertisements).',
        ),
        gateway: field(v.nullable(shape.ipAddress), 'Default gateway of the static addresses.'),
        dns: field(v.array(shape.ipAddress), 'Name servers.'),
      }),
      selinux: field(
        v.picklist(['disabled', 'permissive', 'enforcing']),
        'Mode of SELinux; other than disabled it needs a policy among the packages.',
      ),
      services: section({
        enabled: field(v.array(shape.unit), 'Units to enable.'),
        disabled: field(v.array(shape.unit), 'Units to disable.'),
        required: field(
          v.array(shape.unit),
          'Units to enable that must run for a boot to count as good (boot-complete.target).',
        ),
      }),
      kernelArguments: field(v.array(shape.kernelArgument), 'Added to the command line of the kernel.'),
      consoles: field(v.array(shape.console), 'Consoles of the kernel; the last gets /dev/console.'),
    }),
    device: section({
      memoryMiB: field(shape.wholeSize, 'Memory of the smallest device.'),
      headroomMiB: field(shape.wholeSize, 'Left free in the root in memory, above its content.'),
      zramMiB: field(shape.sizeOrNone, 'Swap in compressed memory (zram); 0 is none.'),
      verify: field(
        v.picklist(['digest', 'size']),
        'How the copy in memory is checked before it becomes the root.',
      ),
      watchdog: field(
        v.picklist(['hardware', 'software', 'off']),
        'What restarts a device that hangs: the watchdog of its hardware; one of software (softdog) where it has none; nothing.',
      ),
      commit: section({
        steadySeconds: field(
          steadySeconds,
          'Seconds for which the required services must have run without a restart before a start is good.',
        ),
        limitSeconds: field(
          limitSeconds,
          'Seconds within which they must do so; otherwise the start has failed, and the other slot is started.',
        ),
      }),
    }),
    persist: field(
      v.array(shape.keptPath),
      'Files and folders that the device keeps from one start to the next in /persist, besides its identity.',
    ),
    install: section({
      unattended: field(v.boolean(), 'The installer starts by itself.'),
      then: field(v.picklist(['reboot', 'poweroff']), 'What the installer does when it is done.'),
      method: field(
        v.picklist(installMethods),
        'How the medium installs: it writes slot images, or it runs Anaconda, the installer of Fedora.',
      ),
      payload: field(
        v.picklist(anacondaPayloads),
        'What Anaconda installs: the locked packages, or the root tree that was built from them.',
      ),
      netinst: section({
        image: field(v.nullable(shape.place), 'URL or path of a netinst ISO; null is that of the release.'),
        checksum: field(v.nullable(shape.place), 'Its signed CHECKSUM file; null looks beside the image.'),
        key: field(v.nullable(shape.key), 'Public key that signed it; null is the key of the release.'),
      }),
    }),
    outputs: field(v.array(v.picklist(outputKinds)), 'What to build.'),
    engine: section({
      use: field(
        v.picklist(engineChoices),
        'What runs the programs that build; auto is the first that works: podman, docker, native.',
      ),
      image: field(
        v.nullable(shape.containerImage),
        'Container image with the programs; null builds one from that of Fedora.',
      ),
    }),
    cacheDir: field(v.nullable(shape.folder), 'Folder for packages and stages, relative to this folder.'),
  }),
  v.metadata({ expected: 'an object' }),
);

/** What a project file may hold. */
export type ProjectFile = v.InferInput<typeof projectFileSchema>;

function whenBroken(mountPoint: string): string {
  return `What a start may do with a broken ${mountPoint}: repair it and, where that fails, format it; only repair it; never write to it.`;
}

function field<const Schema extends v.GenericSchema>(schema: Schema, description: string) {
  return v.optional(v.pipe(schema, v.description(description)));
}

function needed<const Schema extends v.GenericSchema>(schema: Schema, description: string) {
  return v.pipe(schema, v.description(description));
}

function section<const Entries extends v.ObjectEntries>(entries: Entries) {
  return v.optional(v.object(entries));
}
