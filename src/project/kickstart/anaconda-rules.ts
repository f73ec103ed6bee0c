import { applied, type CommandRule } from './command-rule.js';

const partitions =
  'Remove it: the partition layout is fixed; set the sizes by `partitions` and `disks` of tmpfsroot.json, or `PARTSIZE_LOG` and the like.';
const disks = 'Remove it: name the disks of the system by `disks.devices` of tmpfsroot.json, or `DISK_DEVS`.';
const hooks = 'Remove it; do what it does in `hooks.d/` or with files in `root.override/`.';
const sources =
  'Remove it: packages come from the repositories of the release, or of `repositories` in tmpfsroot.json (`--repo`, `--key`).';

/** Commands of Anaconda alone. */
export const anacondaRules: readonly CommandRule[] = [
  no('nfs harddrive hmc method', 'the packages are locked, and on the medium', sources),
  {
    names: ['cdrom'],
    effect: 'needless',
    does: 'the packages are on the medium anyway',
    options: [],
  },
  ignored('text cmdline graphical', 'the installer has only one interface'),
  ignored('zerombr', 'all disks that are named are wiped'),
  ignored('mediacheck', 'what is written is read back and compared'),
  ignored('install interactive autostep', 'nothing is asked'),
  ignored('deviceprobe device dmraid multipath unsupported_hardware', 'the kernel finds its devices'),
  {
    names: ['eula'],
    effect: 'needless',
    does: 'there is nothing to agree to',
    options: [applied('--agreed --agree --accepted --accept', 'nothing', 'agreed')],
  },
  {
    names: ['logging'],
    effect: 'noted',
    does: "it is about Anaconda's own log; for the device's put a file into `root.override/etc/rsyslog.d/`",
    options: [
      applied('--host', 'text', 'where to'),
      applied('--port', 'text', 'port'),
      applied('--level', 'text', 'how much'),
    ],
  },
  no(
    'part partition autopart raid volgroup logvol btrfs reqpart mount snapshot',
    'the partitions are fixed, so that both slots are found whatever happens',
    partitions,
  ),
  no('clearpart ignoredisk', 'all disks that are named are wiped, and no other is touched', disks),
  no('liveimg ostreesetup ostreecontainer bootc', 'the image is made of packages', sources),
  no('iscsi iscsiname fcoe zfcp nvdimm zipl', 'disks are those that the kernel finds by itself', disks),
  no('updates driverdisk rescue upgrade key', 'Anaconda does not run here', 'Remove it.'),
  no('vnc rdp sshpw monitor', 'the installer has no network and asks nothing', 'Remove it.'),
  no('realm rhsm syspurpose', 'it needs a network and an account when the image is made', hooks),
  no('module', 'Fedora has no modules any more', 'Remove it, and name packages in `packages.list`.'),
  no('auth authconfig', 'it was removed in Fedora 35', 'Use `authselect`.'),
  no('langsupport', 'it was removed', 'Use `lang --addsupport`.'),
  no('mouse lilocheck lilo', 'it was removed', 'Remove it.'),
];

function no(names: string, does: string, instead: string): CommandRule {
  return {
    names: names.split(' '),
    effect: 'refused',
    does,
    instead,
    options: [],
    secret: names.includes('sshpw'),
  };
}

function ignored(names: string, does: string): CommandRule {
  return {
    names: names.split(' '),
    effect: 'needless',
    does,
    options: [],
    isFree: true,
  };
}
