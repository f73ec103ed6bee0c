import type { Case } from '../case.js';
import { dataCases } from './data.js';
import { environmentCases } from './environment.js';
import { espCases } from './esp.js';
import { gptCases } from './gpt.js';
import { identityCases } from './identity.js';
import { slotCases } from './slots.js';

/** Every kind of damage that is tried. */
export const allCases: readonly Case[] = [
  ...environmentCases,
  ...slotCases,
  ...espCases,
  ...gptCases,
  ...dataCases,
  ...identityCases,
];
