import { errorAt, type Finding, findingsFor, warningAt } from '../../base/finding.js';
import { later, sentences, t } from '../../base/language/texts.js';
import { nearest } from '../../base/nearest.js';
import { takenName } from '../fields/account-name.js';
import * as suggestions from '../fields/suggestions.js';
import { uniqueUnits, unitName } from '../fields/unit-name.js';
import type { ImageSpec } from '../image-spec.js';
import { isKeymap, keymaps } from '../lists/keymaps.js';
import { isTimeZone } from '../lists/time-zones.js';
import { isInstaller } from '../outputs.js';
import { connectionFindings } from './connection-findings.js';
import { duplicateObjects } from './duplicates.js';
import { listFix, valueFix } from './fix.js';
import { idleFindings } from './idle-findings.js';
import { languageFindings } from './language-findings.js';
import { networkFindings } from './network-findings.js';

/** What is wrong with the settings of the system, beyond the shape of each. */
export function systemFindings(spec: ImageSpec): Finding[] {
  return [
    ...languageFindings(spec),
    ...selinuxFindings(spec),
    ...timezoneFindings(spec),
    ...keymapFindings(spec),
    ...passwordFindings(spec),
    ...networkFindings(spec),
    ...connectionFindings(spec),
    ...idleFindings(spec),
    ...serviceFindings(spec),
    ...commitFindings(spec),
    ...kernelArgumentFindings(spec),
    ...duplicateObjects('system.groups', spec.system.groups, ({ name }) => name, later`group`),
    ...userFindings(spec),
  ];
}

function selinuxFindings(spec: ImageSpec): Finding[] {
  return spec.system.selinux === 'disabled'
    ? []
    : [...labelledImageFindings(spec), ...unlabelledSlotFindings(spec)];
}

function labelledImageFindings({ system, device }: ImageSpec): Finding[] {
  if (device.slotFormat !== 'squashfs') return [];
  return [
    errorAt(
      'device.slotFormat',
      t`A compressed image in the slots has no labels for SELinux, so a device in mode \`${system.selinux}\` would not start.`,
      t`Let the slots hold files (\`--slot-format files\`), or set \`system.selinux\` to \`disabled\`.`,
      valueFix('device.slotFormat', 'files'),
    ),
  ];
}

function unlabelledSlotFindings({ system, install, outputs }: ImageSpec): Finding[] {
  if (install.method !== 'anaconda' || !outputs.some(isInstaller)) return [];
  return [
    errorAt(
      'system.selinux',
      t`The slots that an installation by Anaconda leaves have no labels for SELinux, so a device in mode \`${system.selinux}\` would not start.`,
      t`Install the image instead (\`--install-method image\`), or set this to \`disabled\`.`,
      valueFix('system.selinux', 'disabled'),
    ),
  ];
}

/** Of the limit, what services need to be started is left behind the time for which they must run. */
const leastStartSeconds = 30;

function commitFindings({ device: { commit } }: ImageSpec): Finding[] {
  const { steadySeconds, limitSeconds } = commit;
  const least = steadySeconds + leastStartSeconds;
  if (limitSeconds >= least) return [];
  return [
    errorAt(
      'device.commit.limitSeconds',
      t`Within ${limitSeconds} s no start can be good: the required services must run for ${steadySeconds} s of them, and need time to be started.`,
      t`Give them ${least} s or more, or set a smaller \`device.commit.steadySeconds\`.`,
      valueFix('device.commit.limitSeconds', least),
    ),
  ];
}

function timezoneFindings({ system: { timezone } }: ImageSpec): Finding[] {
  if (isTimeZone(timezone)) return [];
  const guess = suggestions.timezone(timezone);
  return [
    warningAt(
      'system.timezone',
      t`The time zone \`${timezone}\` is not known here.`,
      (guess === null ? '' : t`Did you mean \`${guess}\`? `) +
        t`The image must hold /usr/share/zoneinfo/${timezone}.`,
      guess === null ? undefined : valueFix('system.timezone', guess),
    ),
  ];
}

/** The image has the last word, when it is made: a package or a script may bring a keymap. */
function keymapFindings({ system: { keymap } }: ImageSpec): Finding[] {
  if (isKeymap(keymap)) return [];
  const names = keymaps().map(({ name }) => name);
  const near = nearest(keymap, names);
  const like = near.map((name) => `\`${name}\``).join(', ');
  return [
    warningAt(
      'system.keymap',
      t`The keymap \`${keymap}\` is not known here.`,
      sentences(
        like === '' ? '' : t`Similar ones: ${like}.`,
        t`The image must hold it below /usr/lib/kbd/keymaps.`,
      ),
      near[0] === undefined ? undefined : valueFix('system.keymap', near[0]),
    ),
  ];
}

function passwordFindings({ system }: ImageSpec): Finding[] {
  if (system.rootPasswordHash?.startsWith('$1$') !== true) return [];
  return [
    warningAt(
      'system.rootPasswordHash',
      t`MD5 hashes are guessed quickly.`,
      t`Make one with \`openssl passwd -6\`.`,
    ),
  ];
}

function serviceFindings({ system: { services } }: ImageSpec): Finding[] {
  const { enabled, disabled, required } = services;
  const names = new Set(disabled.map(unitName));
  const isDisabled = (unit: string) => names.has(unitName(unit));
  const contradiction = (unit: string, message: string) =>
    errorAt(
      'system.services.disabled',
      message,
      t`Keep one of the two.`,
      listFix(
        'system.services.disabled',
        disabled.filter((other) => unitName(other) !== unitName(unit)),
      ),
    );
  return [
    ...findingsFor(enabled.filter(isDisabled), (unit) =>
      contradiction(unit, t`The unit \`${unit}\` is both enabled and disabled.`),
    ),
    ...findingsFor(uniqueUnits(required).filter(isDisabled), (unit) =>
      contradiction(unit, t`The unit \`${unit}\` is both required and disabled.`),
    ),
    ...duplicateObjects('system.services.required', required, unitName, later`unit`),
    ...required.flatMap((unit, index) =>
      /@(?:\.[a-z]+)?$/.test(unit)
        ? [
            errorAt(
              `system.services.required[${index}]`,
              t`\`${unit}\` is a template, which does not run itself.`,
              t`Name one of its instances: \`${unit.replace('@', '@NAME')}\`.`,
            ),
          ]
        : [],
    ),
  ];
}

/** x86 kernels read 2048 bytes; what we and GRUB put there takes less than 400. */
const longestArguments = 1600;

function kernelArgumentFindings({ system: { kernelArguments, consoles } }: ImageSpec): Finding[] {
  const bytes = [...kernelArguments, ...consoles.map((console) => `console=${console}`)].join(' ').length;
  const tooLong =
    bytes > longestArguments
      ? [
          errorAt(
            'system.kernelArguments',
            t`Kernel arguments and consoles have ${bytes} bytes together, and the kernel would cut its command line.`,
            t`Leave out so many that ${longestArguments} bytes are enough; options of modules may stand in files of \`root.override/etc/modprobe.d/\`.`,
          ),
        ]
      : [];
  const overriding = [...kernelArguments.entries()].filter(([, argument]) =>
    /^(root|tfr\.slot|init)=/.test(argument),
  );
  const reserved = findingsFor(overriding, ([index, argument]) =>
    errorAt(
      `system.kernelArguments[${index}]`,
      t`\`${argument}\` would override what chooses the root slot.`,
      t`Remove it; the boot loader sets it for each slot.`,
      listFix(
        'system.kernelArguments',
        kernelArguments.filter((_, other) => other !== index),
      ),
    ),
  );
  return [...reserved, ...tooLong];
}

function userFindings({ system: { users } }: ImageSpec): Finding[] {
  const findings = duplicateObjects('system.users', users, ({ name }) => name, later`user`);
  const taken = users.flatMap(({ name }, index) => {
    const path = `system.users[${index}].name`;
    if (name === 'root') {
      return [
        errorAt(
          path,
          t`The user \`root\` is always there.`,
          t`It is always there: set \`system.rootPasswordHash\` and \`system.rootSshKeys\`.`,
        ),
      ];
    }
    const kind = takenName(name);
    return kind === null
      ? []
      : [
          errorAt(
            path,
            kind === 'user'
              ? t`Fedora has a user \`${name}\` of its own, so this account could not be made.`
              : t`Fedora has a group \`${name}\` of its own, so this account could not be made.`,
            t`Choose another name: \`${name}1\`.`,
          ),
        ];
  });
  return [...findings, ...taken];
}
