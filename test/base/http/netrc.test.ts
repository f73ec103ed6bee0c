import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { httpFetch } from '../../../src/base/http/http-fetch.js';
import { loginFor, parseNetrc } from '../../../src/base/http/netrc.js';
import { failureOf } from '../../helpers/failure-of.js';
import { netrcEnvironment } from '../../helpers/netrc-environment.js';

const entry = (machine: string, user: string, password: string) => ({ machine, login: { user, password } });

const rows: readonly [what: string, text: string, entries: unknown][] = [
  ['one line', 'machine a login u password p', [entry('a', 'u', 'p')]],
  ['several lines, in any order', 'machine a\n\tpassword p\n\tlogin u\n', [entry('a', 'u', 'p')]],
  [
    'several machines',
    'machine a login u password p\nmachine b login v password q\n',
    [entry('a', 'u', 'p'), entry('b', 'v', 'q')],
  ],
  ['quotes', 'machine a login u password "p \\"q\\" \\\\"', [entry('a', 'u', 'p "q" \\')]],
  ['comments and an account', '# mine\nmachine a login u account x password p', [entry('a', 'u', 'p')]],
  [
    'a macro',
    'macdef init\nmachine x login y password z\n\nmachine a login u password p',
    [entry('a', 'u', 'p')],
  ],
  [
    'words that look like others',
    'machine login login password password machine',
    [entry('login', 'password', 'machine')],
  ],
  [
    'a default, which counts for no machine',
    'machine a login u password p\ndefault login v password q',
    [entry('a', 'u', 'p')],
  ],
  ['what is not whole', 'machine a login u\nmachine', []],
  ['no entry', 'login u password p\n{}\0', []],
];

for (const [what, text, entries] of rows) {
  test(`a netrc file with ${what}`, () => assert.deepEqual(parseNetrc(text), entries));
}

test('a login is for its host alone', async (t) => {
  netrcEnvironment(t, 'machine Mirror.example login u password p\ndefault login v password q\n');
  for (const url of ['https://mirror.example/x', 'http://mirror.example:8080/'])
    assert.deepEqual(await loginFor(url), { user: 'u', password: 'p' }, url);
  for (const url of [
    'https://example/',
    'https://mirror.example.evil/',
    'file:///mirror.example',
    'nonsense',
  ])
    assert.equal(await loginFor(url), null, url);
});

test('a file that NETRC names must be there; the usual one need not', async () => {
  const failure = await failureOf(loginFor('http://a/', { NETRC: '/nowhere/netrc' }));
  assert.match(failure.what, /\/nowhere\/netrc/);
  assert.equal(await loginFor('http://a/', { HOME: '/nowhere' }), null);
  assert.equal(await loginFor('http://a/', {}), null);
});

test('a server that sends us to another one does not make us hand on the login', async (t) => {
  const logins: (string | undefined)[] = [];
  const other = createServer((request, response) => {
    logins.push(request.headers.authorization);
    response.end('here');
  });
  const first = createServer((request, response) => {
    logins.push(request.headers.authorization);
    response.writeHead(302, { Location: `${urlOf(other)}/x` }).end();
  });
  for (const server of [other, first]) {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    t.after(() => server.close());
  }
  netrcEnvironment(t, 'machine 127.0.0.1 login u password p\n');
  const response = await httpFetch(urlOf(first), { headers: { 'accept-encoding': 'identity' } });
  assert.equal(await response.text(), 'here');
  assert.deepEqual(logins, [`Basic ${Buffer.from('u:p').toString('base64')}`, undefined]);
});

function urlOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
