import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { before, describe, it, type TestContext } from 'node:test';
import { type ReleaseRow, releaseRows } from '../../src/config/releases/release-data.js';
import { serveTexts } from '../helpers/serve-texts.js';
import { prepareTestbed, type Testbed } from '../testbed/index.js';
import { projectFolder } from '../testbed/places.js';
import { refreshReleases, withRows } from './refresh.js';

let testbed: Testbed;
let rows: ReleaseRow[];

before(
  async () => {
    testbed = await prepareTestbed();
    rows = [
      [44, '2026-04-28', '2027-06-02', testbed.fingerprint],
      [45, null, null, testbed.foreignFingerprint],
    ];
  },
  { timeout: 900_000 },
);

const row = (release: number, given: object) => ({
  name: `F${release}`,
  version: `${release}`,
  id_prefix: 'FEDORA',
  branch: `f${release}`,
  state: 'current',
  eol: null,
  released_on: null,
  ...given,
});

/** Services that answer as Fedora's do: 45 is out, 44 lives longer, 46 is coming. */
async function fedora(context: TestContext) {
  const [own, foreign] = [readFileSync(testbed.key), readFileSync(testbed.foreignKey)];
  const server = await serveTexts(context, {
    '/releases/': JSON.stringify({
      releases: [
        row(44, { eol: '2027-06-16' }),
        row(45, { released_on: '2026-11-03', eol: '2027-12-01' }),
        row(46, { state: 'pending', eol: '2028-05-17' }),
        row(47, { state: 'pending', branch: 'rawhide' }),
      ],
    }),
    '/fedora.gpg': Buffer.concat([own, foreign]),
    '/key-44': own,
    '/key-45': foreign,
  });
  const refresh = () =>
    refreshReleases(rows, {
      service: `${server.url}/releases/`,
      bundle: `${server.url}/fedora.gpg`,
      keyUrl: (release) => `${server.url}/key-${release}`,
    });
  return { texts: server.texts, refresh, own, foreign };
}

describe('the table of releases', () => {
  it('takes the days of the release service, and says what is new', async (context) => {
    const { refresh } = await fedora(context);
    const { rows: next, notes } = await refresh();
    assert.deepEqual(next, [
      [44, '2026-04-28', '2027-06-16', testbed.fingerprint],
      [45, '2026-11-03', '2027-12-01', testbed.foreignFingerprint],
    ]);
    assert.match(notes.join('\n'), /Fedora 44: .* becomes 2026-04-28 to 2027-06-16/);
    assert.match(notes.join('\n'), /Fedora 46 is left out: its key is not in both/);
  });

  it('takes a new release when both sources have its key, armoured or not', async (context) => {
    const { refresh, texts, own } = await fedora(context);
    texts['/key-46'] = own;
    const { rows: next, notes } = await refresh();
    assert.deepEqual(next[2], [46, null, '2028-05-17', testbed.fingerprint]);
    assert.match(notes.join('\n'), new RegExp(`Fedora 46 is new, its key ${testbed.fingerprint}`));
    const text = own
      .toString('latin1')
      .split('\n')
      .filter((line) => !/^-----|^=|:/.test(line));
    texts['/fedora.gpg'] = Buffer.from(text.join(''), 'base64');
    assert.equal((await refresh()).rows.length, 3);
  });

  it('leaves out a new release whose key only one of them has', async (context) => {
    const { refresh, texts, own, foreign } = await fedora(context);
    texts['/key-46'] = foreign;
    texts['/fedora.gpg'] = own;
    assert.equal((await refresh()).rows.length, 2);
  });

  it('is not changed when a key that is published is another one than is known', async (context) => {
    const { refresh, texts, own, foreign } = await fedora(context);
    for (const published of [foreign, Buffer.concat([own, foreign])]) {
      texts['/key-44'] = published;
      await assert.rejects(refresh(), /The key of Fedora 44 at \S+ is \S+.* is known\. Nothing was changed/);
    }
  });

  it('is not changed when a service does not answer, or with something else', async (context) => {
    for (const at of ['/releases/', '/fedora.gpg', '/key-44'] as const) {
      for (const answer of [503, '<html>'] as const) {
        const { refresh, texts } = await fedora(context);
        texts[at] = answer;
        await assert.rejects(refresh(), Error, `${at} ${answer}`);
      }
    }
  });

  it('is written into its file as it stands there, and nothing else is changed', () => {
    const text = readFileSync(path.join(projectFolder(), 'src/config/releases/release-data.ts'), 'utf8');
    assert.equal(withRows(text, releaseRows), text);
    const [first, ...others] = releaseRows;
    assert.ok(first !== undefined);
    const changed = withRows(text, [[first[0], first[1], null, first[3]], ...others]);
    assert.equal(changed, text.replace(`'${first[2]}'`, 'null'));
    assert.throws(() => withRows('nothing', releaseRows), /no table/);
  });
});
