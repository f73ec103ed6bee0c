import { defaultSpec } from './defaults.js';
import { duplicateObjects } from './duplicates.js';
import { errorAt, type Finding, warningAt } from './finding.js';
import { listFix, valueFix } from './fix.js';
import type { ImageSpec } from './image-spec.js';
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
    ...kernelArgumentFindings(spec),
    ...userFindings(spec),
  ];
}

function languageFindings({ system }: ImageSpec): Finding[] {
  if (system.languages.length > 0) return [];
  const [language = 'en_US.UTF-8'] = defaultSpec().system.languages;
  return [
    errorAt(
      'system.languages',
      'No language is given.',
      `Give one: \`--language ${language}\`.`,
      listFix('system.languages', [language]),
    ),
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

function timezoneFindings({ system: { timezone } }: ImageSpec): Finding[] {
  if (isTimezone(timezone)) return [];
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
  ];
}

function kernelArgumentFindings({ system: { kernelArguments } }: ImageSpec): Finding[] {
  return kernelArguments.flatMap((argument, index) =>
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
}

function userFindings({ system: { users } }: ImageSpec): Finding[] {
  const findings = duplicateObjects('system.users', users, ({ name }) => name, 'user');
  const root = users.findIndex(({ name }) => name === 'root');
  if (root < 0) return findings;
  return [
    ...findings,
    errorAt(
      `system.users[${root}].name`,
      'The user `root` is always there.',
      'Use `system.rootPasswordHash` and `system.rootSshKeys`.',
    ),
  ];
}

function isTimezone(name: string): boolean {
  // Loading the time zones costs 30 ms, which every command would pay for the default.
  if (name === 'UTC') return true;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
