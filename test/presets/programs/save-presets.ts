import { writeSync } from 'node:fs';
import { Failure } from '../../../src/base/failure.js';
import { keepCopy } from '../../../src/base/fs/kept-copy.js';
import { packageFile } from '../../../src/base/fs/package-file.js';
import { openPresets } from '../../../src/presets/preset-store.js';
import { presetNamed } from '../setting.js';

/**
 * `save-presets new WHO COUNT` saves `WHO 1`, `WHO 2`, ...; `same WHO COUNT` and `overwrite WHO COUNT` save the
 * preset `shared` as often, the last one over what is there; `both WHO COUNT` saves a new one and `shared` in turn.
 * `describe WHO COUNT` describes `shared` as often.
 * A line `saved NAME N` is out once a preset is kept, `refused NAME STATUS` when it is not.
 */
const [how = '', who = '', count = '0'] = process.argv.slice(2);
const store = openPresets(process.env, packageFile('presets'), keepCopy);

async function save(name: string, turn: number, overwrite: boolean): Promise<void> {
  try {
    await store.save(presetNamed(name, `${who} ${turn}\n${'x'.repeat(20_000)}`), { overwrite });
    writeSync(1, `saved ${name} ${turn}\n`);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    writeSync(1, `refused ${name} ${error.exitStatus}\n`);
  }
}

writeSync(1, 'ready\n');
for (let turn = 1; turn <= Number(count); turn += 1) {
  if (how === 'new' || how === 'both') await save(`${who} ${turn}`, turn, false);
  if (how === 'describe') await store.describe('shared', `${who} ${turn}`);
  else if (how !== 'new') await save('shared', turn, how !== 'same');
}
