import { test } from 'node:test';
import { assertSmoke, quickGroups } from './assert-smoke.js';
import { groups } from './groups.js';

for (const group of Object.keys(groups).filter((one) => !quickGroups.includes(one))) {
  test(`the bench still measures: ${group}`, () => assertSmoke(group));
}
