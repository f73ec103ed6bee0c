import * as v from 'valibot';
import { later } from '../../base/language/texts.js';
import { isInstaller, outputKinds } from '../outputs.js';
import { field, flag } from './field.js';
import * as shape from './field-types.js';

const byAnaconda = [{ path: 'install.method', is: ['anaconda'] }];

/** How the image comes onto a device. */
export const installFields = {
  unattended: field({
    schema: v.boolean(),
    description: 'The installer starts by itself.',
    default: false,
    flag: flag('--unattended', 'installer starts by itself', 'switch'),
    screen: 'system',
    ask: {
      label: later`Unattended install`,
      help: [
        later`With \`yes\` the installer starts by itself and wipes the named disks without asking: for a stick that is only plugged into machines that are to be installed.`,
        later`With \`no\` its menu starts what is installed on the disk after a pause, and the installer only when somebody chooses it.`,
      ],
    },
  }),
  then: field({
    schema: v.picklist(['reboot', 'poweroff']),
    description: 'What the installer does when it is done.',
    default: 'reboot',
    flag: flag('--then WHAT', 'after the installation: reboot or poweroff'),
    kickstart: 'reboot',
    screen: 'system',
    ask: {
      label: later`After the install`,
      help: [later`What the installer does when all is written and verified.`],
    },
  }),
  /** `image`: our installer writes slot images. `anaconda`: Fedora's own, by a kickstart file. */
  method: field({
    schema: v.picklist(['image', 'anaconda']),
    description:
      'How the medium installs: it writes slot images, or it runs Anaconda, the installer of Fedora.',
    default: 'image',
    flag: flag('--install-method HOW', 'image, or anaconda: the installer of Fedora'),
    matters: [{ path: 'outputs', is: outputKinds.filter(isInstaller) }],
    screen: 'outputs',
    ask: {
      label: later`Installer`,
      help: [
        later`The installer of tmpfsroot writes finished slot images and reads them back. Anaconda is the installer of Fedora: its netinst image is fetched, checked, and installs the locked packages with a kickstart file, from the medium or the network.`,
      ],
      labels: { image: later`tmpfsroot: copies the image`, anaconda: later`Anaconda, kickstart` },
    },
  }),
  /** What Anaconda installs: the locked packages one by one, or the root tree that was built of them. */
  payload: field({
    schema: v.picklist(['packages', 'liveimg']),
    description: 'What Anaconda installs: the locked packages, or the root tree that was built from them.',
    default: 'packages',
    flag: flag('--install-payload WHAT', 'what Anaconda installs: packages or liveimg'),
    matters: byAnaconda,
    screen: 'outputs',
    ask: {
      label: later`  Anaconda installs`,
      help: [
        later`The locked packages one by one, or the root tree that was built of them here: quicker on the device, and with what the build added.`,
      ],
      labels: { packages: later`the locked packages`, liveimg: later`the built root tree` },
    },
  }),
  /** Fedora's netinst image, which the Anaconda way begins with; null is what Fedora offers. */
  netinst: {
    image: field({
      schema: v.nullable(shape.place),
      description: 'URL or path of a netinst ISO; null is that of the release.',
      default: null,
      defaultText: 'that of the release',
      flag: flag('--netinst URL', 'netinst ISO for Anaconda, else that of the release'),
      matters: byAnaconda,
    }),
    checksum: field({
      schema: v.nullable(shape.place),
      description: 'Its signed CHECKSUM file; null looks beside the image.',
      default: null,
      flag: flag('--netinst-checksum URL', 'its signed CHECKSUM, else found beside it'),
      matters: byAnaconda,
    }),
    key: field({
      schema: v.nullable(shape.key),
      description: 'Public key that signed it; null is the key of the release.',
      default: null,
      flag: flag('--netinst-key FILE', 'public key of that CHECKSUM, else of the release'),
      matters: byAnaconda,
    }),
  },
};
