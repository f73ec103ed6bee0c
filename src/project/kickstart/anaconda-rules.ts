import { later } from '../../base/language/texts.js';
import { applied, type CommandRule } from './command-rule.js';

const partitions = later`Remove it: the partition layout is fixed; set the sizes by \`partitions\` and \`disks\` of tmpfsroot.json, or \`PARTSIZE_LOG\` and the like.`;
const disks = later`Remove it: name the disks of the system by \`disks.devices\` of tmpfsroot.json, or \`DISK_DEVS\`.`;
const hooks = later`Remove it; do what it does in \`hooks.d/\` or with files in \`root.override/\`.`;
const sources = later`Remove it: packages come from the repositories of the release, or of \`repositories\` in tmpfsroot.json (\`--repo\`, \`--key\`).`;

/** Commands of Anaconda alone. */
export const anacondaRules: readonly CommandRule[] = [
  no('nfs harddrive hmc method', later`the packages are locked, and on the medium`, sources),
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
    does: later`it is about Anaconda's own log; for the device's put a file into \`root.override/etc/rsyslog.d/\``,
    options: [
      applied('--host', 'text', 'where to'),
      applied('--port', 'text', 'port'),
      applied('--level', 'text', 'how much'),
    ],
  },
  no(
    'part partition autopart raid volgroup logvol btrfs reqpart mount snapshot',
    later`the partitions are fixed, so that both slots are found whatever happens`,
    partitions,
  ),
  no('clearpart ignoredisk', later`all disks that are named are wiped, and no other is touched`, disks),
  no('liveimg ostreesetup ostreecontainer bootc', later`the image is made of packages`, sources),
  no('iscsi iscsiname fcoe zfcp nvdimm zipl', later`disks are those that the kernel finds by itself`, disks),
  no('updates driverdisk rescue upgrade key', later`Anaconda does not run here`, later`Remove it.`),
  no('vnc rdp sshpw monitor', later`the installer has no network and asks nothing`, later`Remove it.`),
  no('realm rhsm syspurpose', later`it needs a network and an account when the image is made`, hooks),
  no(
    'module',
    later`Fedora has no modules any more`,
    later`Remove it, and name packages in \`packages.list\`.`,
  ),
  no('auth authconfig', later`it was removed in Fedora 35`, later`Use \`authselect\`.`),
  no('langsupport', later`it was removed`, later`Use \`lang --addsupport\`.`),
  no('mouse lilocheck lilo', later`it was removed`, later`Remove it.`),
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
