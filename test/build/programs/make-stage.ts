/** Makes one stage in a cache folder: `make-stage.js CACHE STAGE KEY [hang]`; says `made` or, before it hangs, `begun`. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { StageStore } from '../../../src/build/store.js';
import { taskContext } from '../../helpers/task-context.js';

const [cacheDir = '', stage = '', key = '', hang] = process.argv.slice(2);
const store = new StageStore(cacheDir);
await store.open();
await store.ensure(taskContext(), stage, key, async (out) => {
  writeFileSync(path.join(out, 'result'), key);
  console.log('begun');
  if (hang !== undefined) await sleep(600_000);
  return {};
});
console.log('made');
