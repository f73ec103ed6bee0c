import { takenName } from './account-name.js';
import { duplicateObjects } from './duplicates.js';
import { errorAt, type Finding, warningAt } from './finding.js';
import { listFix, valueFix } from './fix.js';
import type { ImageSpec } from './image-spec.js';
import { languageFindings } from './language-findings.js';
import { nearest } from './nearest.js';
import { networkFindings } from './network-findings.js';
import { uniqueUnits, unitName } from './unit-name.js';

/** What is wrong with the settings of the system, beyond the shape of each. */
export function systemFindings(spec: ImageSpec): Finding[] {
  return [
    ...languageFindings(spec),
    ...selinuxFindings(spec),
    ...timezoneFindings(spec),
    ...passwordFindings(spec),
    ...networkFindings(spec),
    ...serviceFindings(spec),
    ...commitFindings(spec),
    ...kernelArgumentFindings(spec),
    ...userFindings(spec),
  ];
}

function selinuxFindings({ system, install, outputs }: ImageSpec): Finding[] {
  if (system.selinux === 'disabled' || install.method !== 'anaconda' || !outputs.includes('iso')) return [];
  return [
    errorAt(
      'system.selinux',
      `The slots that an installation by Anaconda leaves have no labels for SELinux, so a device in mode \`${system.selinux}\` would not start.`,
      'Install the image instead (`--install-method image`), or set this to `disabled`.',
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
      `Within ${limitSeconds} s no start can be good: the required services must run for ${steadySeconds} s of them, and need time to be started.`,
      `Give them ${least} s or more, or set a smaller \`device.commit.steadySeconds\`.`,
      valueFix('device.commit.limitSeconds', least),
    ),
  ];
}

function timezoneFindings({ system: { timezone } }: ImageSpec): Finding[] {
  if (isTimezone(timezone.replace(/^(?:posix|right)\//, ''))) return [];
  const [guess] = nearest(timezone, Intl.supportedValuesOf('timeZone'), 1);
  return [
    warningAt(
      'system.timezone',
      `The time zone \`${timezone}\` is not known here.`,
      `${guess === undefined ? '' : `Did you mean \`${guess}\`? `}The image must hold /usr/share/zoneinfo/${timezone}.`,
      guess === undefined ? undefined : valueFix('system.timezone', guess),
    ),
  ];
}

function passwordFindings({ system }: ImageSpec): Finding[] {
  if (system.rootPasswordHash?.startsWith('$1$') !== true) return [];
  return [
    warningAt(
      'system.rootPasswordHash',
      'MD5 hashes are guessed quickly.',
      'Make one with `openssl passwd -6`.',
    ),
  ];
}

function serviceFindings({ system: { services } }: ImageSpec): Finding[] {
  const { enabled, disabled, required } = services;
  const isDisabled = (unit: string) => disabled.map(unitName).includes(unitName(unit));
  const contradiction = (unit: string, wish: string) =>
    errorAt(
      'system.services.disabled',
      `The unit \`${unit}\` is both ${wish} and disabled.`,
      'Keep one of the two.',
      listFix(
        'system.services.disabled',
        disabled.filter((other) => unitName(other) !== unitName(unit)),
      ),
    );
  return [
    ...enabled.filter(isDisabled).map((unit) => contradiction(unit, 'enabled')),
    ...uniqueUnits(required)
      .filter(isDisabled)
      .map((unit) => contradiction(unit, 'required')),
    ...duplicateObjects('system.services.required', required, unitName, 'unit'),
    ...required.flatMap((unit, index) =>
      /@(?:\.[a-z]+)?$/.test(unit)
        ? [
            errorAt(
              `system.services.required[${index}]`,
              `\`${unit}\` is a template, which does not run itself.`,
              `Name one of its instances: \`${unit.replace('@', '@NAME')}\`.`,
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
            `Kernel arguments and consoles have ${bytes} bytes together, and the kernel would cut its command line.`,
            `Leave out so many that ${longestArguments} bytes are enough; options of modules may stand in files of \`root.override/etc/modprobe.d/\`.`,
          ),
        ]
      : [];
  const reserved = kernelArguments.flatMap((argument, index) =>
    /^(root|tfr\.slot|init)=/.test(argument)
      ? [
          errorAt(
            `system.kernelArguments[${index}]`,
            `\`${argument}\` would override what chooses the root slot.`,
            'Remove it; the boot loader sets it for each slot.',
            listFix(
              'system.kernelArguments',
              kernelArguments.filter((_, other) => other !== index),
            ),
          ),
        ]
      : [],
  );
  return [...reserved, ...tooLong];
}

function userFindings({ system: { users } }: ImageSpec): Finding[] {
  const findings = duplicateObjects('system.users', users, ({ name }) => name, 'user');
  const taken = users.flatMap(({ name }, index) => {
    const path = `system.users[${index}].name`;
    if (name === 'root') {
      return [
        errorAt(
          path,
          'The user `root` is always there.',
          'Use `system.rootPasswordHash` and `system.rootSshKeys`.',
        ),
      ];
    }
    const kind = takenName(name);
    return kind === null
      ? []
      : [
          errorAt(
            path,
            `Fedora has a ${kind} \`${name}\` of its own, so this account could not be made.`,
            `Choose another name: \`${name}1\`.`,
          ),
        ];
  });
  return [...findings, ...taken];
}

function isTimezone(name: string): boolean {
  // Loading the time zones costs 30 ms, which every command would pay for the default.
  if (name === 'UTC') return true;
  try {
    const { timeZone } = new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions();
    // Intl takes any case, and files have one. A second name of a zone (`US/Eastern`) comes back as its first.
    return timeZone === name || timeZone.toLowerCase() !== name.toLowerCase();
  } catch {
    return false;
  }
}
