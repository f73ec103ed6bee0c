import * as v from 'valibot';
import { later } from '../../base/language/texts.js';
import { facts, text } from './type-facts.js';

/** useradd takes any text without a colon; what is relative or climbs would be another folder than it says. */
export const homePattern = /^(?!.*\/\.\.(?:\/|$))\/[^:\p{Cc}]+$/u;
export const shellPattern = /^(?!.*\/\.\.(?:\/|$))\/[^:\p{Cc}\s]+$/u;
export const commentPattern = /^[^:\p{Cc}]*$/u;

export const homeFolder = text(homePattern, { noun: later`absolute path`, examples: ['/home/op'] });
export const loginShell = text(shellPattern, { noun: later`absolute path`, examples: ['/bin/bash'] });
export const accountComment = text(commentPattern, {
  noun: later`text without colons`,
  examples: ['Ada Lovelace'],
});

/** Of a user or a group. The kernel keeps the last of its 32 bits for nobody. */
export const accountNumber = v.pipe(
  v.number(),
  v.integer(),
  v.minValue(0),
  v.maxValue(2 ** 32 - 2),
  v.metadata(facts({ noun: later`number of an account`, examples: [1000] })),
);
