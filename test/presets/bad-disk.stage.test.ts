import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { mustRun } from '../helpers/run-program.js';
import { type PresetSetting, presetNamed, presetSetting } from './setting.js';

const program = fileURLToPath(new URL('./programs/save-one.js', import.meta.url));

interface Outcome {
  done?: unknown;
  status?: number;
  where?: string;
  why?: string;
}

/** Does one thing on a file system that was prepared in a mount namespace of its own, and says what is left then. */
function tryOn(
  { config }: PresetSetting,
  prepare: string,
  what: string,
): { outcome: Outcome; left: string[] } {
  mkdirSync(config, { recursive: true });
  const script = `${prepare}\n"$@"\ncd ${config}; find . -type f -printf '%P %s\\n' | sort`;
  const words = [
    '-m',
    '--propagation',
    'private',
    'sh',
    '-euc',
    script,
    'sh',
    process.execPath,
    program,
    what,
  ];
  const env = { XDG_CONFIG_HOME: config, XDG_STATE_HOME: config };
  const [first = '', ...left] = mustRun('unshare', words, { env }).trimEnd().split('\n');
  return { outcome: JSON.parse(first) as Outcome, left };
}

const kept = 'tmpfsroot-wizard/presets/pump.json';

describe('a full disk', () => {
  for (const [what, before] of [
    [
      'a preset that is replaced',
      JSON.stringify({ version: 1, name: 'pump', description: 'x', document: { version: 1 } }),
    ],
    ['a damaged one', 'damaged'],
  ] as const) {
    it(`${what} stays as it was, and the failure names it`, (t) => {
      const setting = presetSetting(t);
      const { config } = setting;
      const { outcome, left } = tryOn(
        setting,
        `mount -t tmpfs -o size=64k tmpfs ${config}
mkdir -p ${config}/tmpfsroot-wizard/presets
printf %s '${before}' >${config}/${kept}`,
        'save',
      );
      assert.equal(outcome.status, 1);
      assert.equal(outcome.where, path.join(config, kept));
      assert.match(outcome.why ?? '', /disk is full/);
      assert.deepEqual(left, [`${kept} ${before.length}`], 'nothing else is left');
    });
  }

  it('a draft that cannot be written says so, and what was kept before stays', (t) => {
    const setting = presetSetting(t);
    const small = `"$1" "$2" small-draft >&2`;
    const { outcome, left } = tryOn(
      setting,
      `mount -t tmpfs -o size=64k tmpfs ${setting.config}\n${small}`,
      'draft',
    );
    assert.equal(outcome.status, 1);
    assert.match(outcome.where ?? '', /tmpfsroot-wizard\/drafts\/\w+\.json$/);
    assert.match(outcome.why ?? '', /disk is full/);
    assert.equal(left.length, 1);
    assert.match(left[0] ?? '', /drafts\/\w+\.json [1-9]\d\d$/);
  });
});

/** Root without the right to pass over what a file's mode says. */
const bounded = 'set -- setpriv --bounding-set=-dac_override,-dac_read_search "$@"';

describe('a folder that may not be written', () => {
  for (const [how, prepare, why] of [
    [
      'read-only',
      (config: string) => `mount --bind ${config} ${config}; mount -o remount,bind,ro ${config}`,
      /read-only/,
    ],
    ['without the right to', () => bounded, /You may not write there/],
  ] as const) {
    for (const what of how === 'read-only' ? ['save'] : ['save', 'delete', 'rename']) {
      it(`${how}: ${what} fails with the path, and the preset is still there`, async (t) => {
        const setting = presetSetting(t);
        await setting.store.save(presetNamed('pump'));
        const { size } = statSync(path.join(setting.config, kept));
        chmodSync(setting.folder, 0o500);
        const { outcome, left } = tryOn(setting, prepare(setting.config), what);
        assert.equal(outcome.status, 3);
        assert.ok(outcome.where?.startsWith(setting.folder), outcome.where);
        assert.match(outcome.why ?? '', why);
        assert.deepEqual(left, [`${kept} ${size}`]);
      });
    }
  }

  it('one that cannot be made either: the failure names what was to be written', (t) => {
    const setting = presetSetting(t);
    mkdirSync(setting.config, { mode: 0o500 });
    for (const [what, folder] of [
      ['save', 'presets'],
      ['draft', 'drafts'],
    ] as const) {
      const { outcome } = tryOn(setting, bounded, what);
      assert.equal(outcome.status, 3);
      assert.ok(outcome.where?.startsWith(path.join(setting.config, 'tmpfsroot-wizard', folder)));
    }
    assert.deepEqual(readdirSync(setting.config), []);
  });
});

describe('a preset that may not be read', () => {
  it('is listed with the reason beside the others, and is not replaced', async (t) => {
    const setting = presetSetting(t);
    await setting.store.save(presetNamed('other'));
    const file = setting.put('pump.json', 'secret');
    chmodSync(file, 0);
    const { outcome } = tryOn(setting, bounded, 'list');
    const own = (outcome.done as { name: string; origin: string; problem: { why: string } | null }[]).filter(
      ({ origin }) => origin === 'own',
    );
    assert.deepEqual(
      own.map(({ name, problem }) => [name, /may not read/.test(problem?.why ?? '')]),
      [
        ['other', false],
        ['pump', true],
      ],
    );
    const saving = tryOn(setting, bounded, 'save').outcome;
    assert.equal(saving.status, 2);
    assert.equal(saving.where, file);
    assert.equal(readFileSync(file, 'utf8'), 'secret');
  });
});
