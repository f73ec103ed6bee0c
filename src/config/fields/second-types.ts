import * as v from 'valibot';
import { t } from '../../base/language/texts.js';
import { secondsBetween } from './suggestions.js';
import { facts } from './type-facts.js';

/**
 * The device looks every 5 s, and a service that is restarted must not be missed; and each power cut in this time
 * looks like a start that failed, so that it should be short.
 */
export const steadySeconds = seconds(10, 600, 30);
/** A small device may need a minute; one that fails should not be out of work for more than an hour. */
export const limitSeconds = seconds(60, 3600, 300);

function seconds(least: number, most: number, usual: number) {
  return v.pipe(
    v.number(),
    v.integer(),
    v.minValue(least),
    v.maxValue(most),
    v.metadata(
      facts({
        get noun() {
          return t`number of seconds from ${least} to ${most}`;
        },
        examples: [usual],
        suggest: (text) => secondsBetween(text, least, most),
      }),
    ),
  );
}
