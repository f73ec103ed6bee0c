import * as v from 'valibot';
import { later } from '../../base/language/texts.js';
import { field } from './field.js';
import { isHost } from './host-name.js';
import { defaulted, needed } from './object-form.js';
import { facts } from './type-facts.js';

/** chronyd resolves names as every program does, and reads addresses by inet_pton(3). */
const timeHost = v.pipe(
  v.string(),
  v.check(isHost),
  v.metadata(facts({ noun: later`host name or address`, examples: ['ntp.example.org'] })),
);

const timeSourceForm = v.object({
  kind: defaulted(
    v.picklist(['server', 'pool']),
    'One server, or a pool of servers.',
    () => 'server' as const,
  ),
  host: needed(timeHost, 'Host name or address.'),
  nts: defaulted(v.boolean(), 'With Network Time Security.', () => false),
});

type TimeSource = v.InferOutput<typeof timeSourceForm>;

/** Where the device has the time from. */
export const timeFields = {
  disabled: field({
    schema: v.boolean(),
    description: 'Whether `chronyd` is disabled.',
    default: false,
    kickstart: 'timesource --ntp-disable',
  }),
  sources: field({
    schema: v.array(timeSourceForm),
    description: 'Sources of time for `chronyd`; without any, those of its package.',
    default: [],
    parse: (sources): TimeSource[] =>
      sources.map((source) => ({ ...v.getDefaults(timeSourceForm), ...source }) as TimeSource),
    kickstart: 'timesource --ntp-server',
  }),
};
