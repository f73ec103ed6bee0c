import * as v from 'valibot';
import { later, t } from '../../base/language/texts.js';
import { field, flag } from './field.js';
import * as shape from './field-types.js';
import { explainSshKey, isAuthorizedKey, sshKeyPattern } from './ssh-key.js';
import { oneLine } from './suggestions.js';
import { facts, text } from './type-facts.js';

/** A bare key, as it stands behind the principals of an allowed_signers file (ssh-keygen(1)). */
const updateKey = v.pipe(
  v.string(),
  v.check((line) => isAuthorizedKey(line) && /^(?:ssh|ecdsa|sk)-/.test(line)),
  v.metadata(
    facts({
      noun: later`public SSH key without options`,
      examples: ['ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ9a1VqvXDuLH1VpLxgAyCU3pCmBqHqbV1kh3kqjYqWJ updates'],
      explain: explainSshKey,
      suggest: oneLine,
      json: { pattern: sshKeyPattern.source },
    }),
  ),
);

/** Where devices look for updates: in the unit of a timer, and by a program that takes no local files for it. */
const updateUrl = v.pipe(
  shape.url,
  v.check((url) => /^https?:/.test(url)),
  v.metadata(
    facts({ noun: later`http or https URL`, examples: ['https://updates.example.org/robot-1.update'] }),
  ),
);

const timeOfDay = text(/^([01][0-9]|2[0-3]):[0-5][0-9]$/, {
  noun: later`time of day, as HH:MM`,
  examples: ['03:30'],
});

/** Which updates a device takes, and where it looks for them. */
export const updateFields = {
  update: {
    keys: field({
      schema: v.array(updateKey),
      description: 'Public keys that sign updates; the device takes no others. Empty: it takes none.',
      default: [],
      flag: flag('--update-key KEY', 'public key whose updates the device takes (repeatable)', 'items'),
      screen: 'outputs',
      ask: {
        label: later`Keys of updates`,
        help: [
          later`Public keys that sign updates: \`tmpfsroot-wizard keys\` makes one and prints it. The device takes no other updates, and without a key none. Paste them; several are fine.`,
          later`To change a key, build an update with both keys in it, signed with the old one.`,
        ],
        placeholder: later`none`,
      },
      summary: ({ length }) =>
        length === 0 ? '' : length === 1 ? t`updates by 1 key` : t`updates by ${length} keys`,
    }),
    revoked: field({
      schema: v.array(updateKey),
      description: 'Public keys that the device does not believe any more, whatever signs for them.',
      default: [],
      flag: flag('--revoked-update-key KEY', 'public key that is no longer believed (repeatable)', 'items'),
    }),
    compatible: field({
      schema: v.nullable(shape.imageName),
      description: 'Devices take only updates of the same name: the kind of hardware and its partitions.',
      default: null,
      defaultText: 'name of the image',
      flag: flag('--compatible NAME', 'kind of device that an update is for, else name of the image'),
    }),
    url: field({
      schema: v.nullable(updateUrl),
      description:
        'Where a device looks for an update by itself: a file, or a folder that `publish` has filled, with `/` at its end. It tries each image once.',
      default: null,
      defaultText: 'nowhere',
      flag: flag('--update-url URL', 'where a device looks for an update by itself'),
    }),
    rateLimitKiB: field({
      schema: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(9_999_999)),
      description: 'KiB a second that a device fetches of an update at most; 0: no limit.',
      default: 0,
      flag: flag('--update-rate KIB', 'KiB a second that a device fetches at most; 0: no limit', 'number'),
    }),
    everyHours: field({
      schema: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(8760)),
      description:
        'Hours between two looks for an update, up to half as many more so that devices do not look all at once.',
      default: 24,
      flag: flag('--update-every HOURS', 'hours between two looks for an update', 'number'),
    }),
    restartAt: field({
      schema: v.nullable(timeOfDay),
      description:
        'Time of day, in the time zone of the device, at which it restarts into an update it has fetched.',
      default: null,
      defaultText: 'at its next start',
      flag: flag(
        '--update-restart HH:MM',
        'time of day at which a device restarts into an update it has fetched',
      ),
    }),
  },
};
