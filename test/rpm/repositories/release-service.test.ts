import assert from 'node:assert/strict';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type TestContext, test } from 'node:test';
import {
  fetchReleases,
  type ReleaseChoice,
  releaseChoices,
  releaseServiceUrl,
  type ServiceRelease,
} from '../../../src/rpm/repositories/release-service.js';

const november = new Date('2026-11-22T12:00:00Z');

function currentOf(choices: readonly ReleaseChoice[]): ReleaseChoice | undefined {
  return choices.find(({ mark }) => mark === 'current');
}

function choicesOf(today: Date, service?: readonly ServiceRelease[]) {
  return releaseChoices(today, service).map(({ release, mark, text }) => [release, mark, text]);
}

test('without the service the releases are those of the shipped data, newest first', () => {
  assert.deepEqual(choicesOf(november).slice(0, 4), [
    [45, 'not yet released', 'was not released when this version was made'],
    [44, 'current', 'released 2026-04-28, supported until 2027-06-02'],
    [43, 'ends soon', 'end of life 2026-12-09, in 17 days'],
    [42, 'end of life', 'since 2026-05-27'],
  ]);
  assert.equal(currentOf(releaseChoices(november))?.release, 44);
});

test('before the end of 43 comes near, two releases are supported and one is current', () => {
  const marks = choicesOf(new Date('2026-09-01T00:00:00Z')).map(([release, mark]) => `${release} ${mark}`);
  assert.deepEqual(marks.slice(0, 4), [
    '45 not yet released',
    '44 current',
    '43 supported',
    '42 end of life',
  ]);
});

test('where every release that is known has ended, none is proposed', () => {
  assert.equal(currentOf(releaseChoices(new Date('2030-01-01T00:00:00Z'))), undefined);
});

test('the day of the end and the day before are told as such', () => {
  const text = (day: string) =>
    releaseChoices(new Date(`${day}T10:00:00Z`)).find((one) => one.release === 43)?.text;
  assert.equal(text('2026-12-08'), 'end of life 2026-12-09, tomorrow');
  assert.equal(text('2026-12-09'), 'end of life 2026-12-09, today');
  assert.equal(text('2026-12-10'), 'since 2026-12-09');
});

const service: ServiceRelease[] = [
  { release: 43, state: 'current', released: null, endOfLife: '2027-01-13' },
  { release: 44, state: 'current', released: null, endOfLife: null },
  { release: 45, state: 'current', released: '2026-11-03', endOfLife: '2027-12-01' },
  { release: 46, state: 'pending', released: null, endOfLife: '2028-05-17' },
];

test('what the service says wins, and a release that only it knows is listed with what that takes', () => {
  const byHand = '; its signing key is not known to this version, so its repositories must be given by hand';
  assert.deepEqual(choicesOf(november, service).slice(0, 5), [
    [46, 'not yet released', `not yet released${byHand}`],
    [45, 'current', 'released 2026-11-03, supported until 2027-12-01'],
    [44, 'supported', 'released 2026-04-28, supported until 2027-06-02'],
    [43, 'supported', 'released 2025-10-28, supported until 2027-01-13'],
    [42, 'end of life', 'since 2026-05-27'],
  ]);
});

test('a release whose key is not known is never the proposed one', () => {
  const later: ServiceRelease[] = [
    { release: 45, state: 'current', released: null, endOfLife: null },
    { release: 46, state: 'current', released: '2027-04-20', endOfLife: '2028-05-17' },
  ];
  const choices = releaseChoices(new Date('2027-05-01T00:00:00Z'), later);
  assert.equal(choices[0]?.mark, 'supported');
  assert.match(choices[0]?.text ?? '', /^released 2027-04-20, supported until 2028-05-17; its signing key/);
  assert.equal(currentOf(choices)?.release, 45);
  assert.equal(currentOf(choices)?.text, 'released');
});

test('a release that is older than all that the service still lists has ended, whatever was planned', () => {
  const later: ServiceRelease[] = [{ release: 46, state: 'current', released: null, endOfLife: null }];
  const choices = releaseChoices(new Date('2027-05-20T00:00:00Z'), later);
  const texts = new Map(choices.map(({ release, mark, text }) => [release, `${mark}: ${text}`]));
  assert.equal(texts.get(45), 'end of life: ');
  assert.equal(texts.get(44), 'end of life: ');
});

test('a release that is planned for a day has not been released', () => {
  const planned: ServiceRelease[] = [
    { release: 44, state: 'current', released: null, endOfLife: null },
    { release: 45, state: 'frozen', released: '2026-12-01', endOfLife: null },
  ];
  const [first] = releaseChoices(november, planned);
  assert.deepEqual(first, { release: 45, mark: 'not yet released', text: 'to be released on 2026-12-01' });
});

/** Address of a server on this machine that answers so. */
async function serve(t: TestContext, listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/releases/`;
}

const never = new AbortController().signal;

test('the service is asked for JSON, and of its answer only releases of Fedora are taken', async (t) => {
  const row = { id_prefix: 'FEDORA', state: 'current', eol: '2027-06-02', branch: 'f44' };
  const answer = {
    releases: [
      { ...row, name: 'F44', version: '44', released_on: '2026-04-28' },
      { ...row, name: 'F45', version: '45', branch: 'f45', state: 'frozen', eol: null },
      { ...row, name: 'F46', version: '46', branch: 'rawhide', state: 'pending' },
      { ...row, name: 'F44C', version: '44', id_prefix: 'FEDORA-CONTAINER', eol: '2020-01-01' },
      { ...row, name: 'EPEL-10', version: '10', id_prefix: 'FEDORA-EPEL' },
      { ...row, name: 'ELN', version: 'eln' },
      { ...row, name: 'F99', version: '99', state: 'disabled' },
      { ...row, name: 'F43', version: '43', eol: 'soon' },
      'nonsense',
    ],
    page: 1,
    pages: 1,
    rows_per_page: 100,
    total: 9,
  };
  let accept: string | undefined;
  const url = await serve(t, (request, response) => {
    accept = request.headers.accept;
    response.setHeader('content-type', 'application/json').end(JSON.stringify(answer));
  });
  assert.deepEqual(await fetchReleases(never, url), [
    { release: 44, state: 'current', released: '2026-04-28', endOfLife: '2027-06-02' },
    { release: 45, state: 'frozen', released: null, endOfLife: null },
    { release: 43, state: 'current', released: null, endOfLife: null },
  ]);
  assert.equal(accept, 'application/json');
});

const garbage: [string, RequestListener][] = [
  ['a page for people', (_, response) => response.end('<html>')],
  ['JSON of another kind', (_, response) => response.end('[1, 2]')],
  ['no releases', (_, response) => response.end('{"releases": []}')],
  ['a list that is not valid', (_, response) => response.end('{"releases": {"44": true}}')],
  ['an error', (_, response) => response.writeHead(503).end('{"releases": []}')],
  ['a connection that is closed', (request) => request.socket.destroy()],
];

for (const [title, listener] of garbage) {
  test(`a service that answers with ${title} is as good as none`, async (t) => {
    assert.equal(await fetchReleases(never, await serve(t, listener)), null);
  });
}

test('a service that is not there, or that does not answer in time, is as good as none', async (t) => {
  assert.equal(await fetchReleases(never, 'http://127.0.0.1:1/'), null);
  assert.equal(await fetchReleases(never, 'no address'), null);
  // Begins to answer, and never ends.
  const url = await serve(t, (_, response) => void response.write('{'));
  assert.equal(await fetchReleases(never, url, 100), null);
});

test('asking ends at once when the wizard does', async (t) => {
  const url = await serve(t, () => {});
  const controller = new AbortController();
  setTimeout(() => controller.abort(), 100);
  const start = Date.now();
  assert.equal(await fetchReleases(controller.signal, url), null);
  assert.ok(Date.now() - start < 2000);
});

test('the address is that of the service of Fedora, and leaves out what is archived', () => {
  const { host, searchParams } = new URL(releaseServiceUrl);
  assert.equal(host, 'bodhi.fedoraproject.org');
  assert.equal(searchParams.get('exclude_archived'), 'true');
});
