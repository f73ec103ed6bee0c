import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { namesProxy, proxyFor, proxyVariables } from '../../../src/base/http/proxy-variables.js';
import { failureOf } from '../../helpers/failure-of.js';

const http = 'http://mirror.example/x';
const https = 'https://mirror.example/x';

describe('the proxy for a URL', () => {
  it('is what curl takes', () => {
    const table: [url: string, env: Record<string, string>, proxy: string | null][] = [
      [http, {}, null],
      [http, { http_proxy: 'http://p:1' }, 'http://p:1/ http_proxy'],
      // Small names win; capital ones count for http too, and are passed on under both.
      [http, { http_proxy: 'http://p:1', HTTP_PROXY: 'http://q:2' }, 'http://p:1/ http_proxy'],
      [http, { HTTP_PROXY: 'http://q:2' }, 'http://q:2/ HTTP_PROXY'],
      [http, { http_proxy: '', HTTP_PROXY: 'http://q:2' }, 'http://q:2/ HTTP_PROXY'],
      // Each scheme has its own: one for http is none for https.
      [https, { http_proxy: 'http://p:1' }, null],
      [http, { https_proxy: 'http://p:1' }, null],
      [https, { HTTPS_PROXY: 'https://p:1' }, 'https://p:1/ HTTPS_PROXY'],
      [https, { all_proxy: 'http://p:1' }, 'http://p:1/ all_proxy'],
      [http, { all_proxy: 'http://p:1', http_proxy: 'http://q:2' }, 'http://q:2/ http_proxy'],
      [http, { http_proxy: 'p:3128' }, 'http://p:3128/ http_proxy'],
      [http, { http_proxy: '10.0.0.1:3128' }, 'http://10.0.0.1:3128/ http_proxy'],
      [http, { http_proxy: ' ' }, null],
      [https, { https_proxy: 'http://me:a%40b@p:1' }, 'http://me:a%40b@p:1/ https_proxy'],
    ];
    for (const [url, env, expected] of table) {
      const found = proxyFor(new URL(url), env);
      const text = found === null ? null : `${found.url.href} ${found.variable}`;
      assert.equal(text, expected, `${url} ${JSON.stringify(env)}`);
    }
  });

  it('is none for what no_proxy names: hosts, domains, ports, addresses and networks', () => {
    const table: [list: string, url: string, isExempt: boolean][] = [
      ['*', http, true],
      ['mirror.example', http, true],
      ['MIRROR.example', http, true],
      ['example', http, true],
      ['.example', http, true],
      ['*.example', http, true],
      ['mirror.example.', http, true],
      ['ror.example', http, false],
      ['other.example', http, false],
      ['a.example, mirror.example', http, true],
      ['a.example mirror.example', http, true],
      ['mirror.example:80', http, true],
      ['mirror.example:8080', http, false],
      ['mirror.example:443', https, true],
      ['mirror.example:8080', 'http://mirror.example:8080/', true],
      ['127.0.0.1', 'http://127.0.0.1:81/', true],
      ['127.0.0.1:81', 'http://127.0.0.1:81/', true],
      ['127.0.0.1:82', 'http://127.0.0.1:81/', false],
      ['127.0.0.0/8', 'http://127.3.2.1/', true],
      ['10.0.0.0/8,192.168.1.0/24', 'http://192.168.1.77/', true],
      ['192.168.1.0/24', 'http://192.168.2.1/', false],
      ['0.0.0.1', 'http://127.0.0.1/', false],
      ['::1', 'http://[::1]/', true],
      ['[::1]', 'http://[::1]/', true],
      ['[::1]:80', 'http://[::1]/', true],
      ['[::1]:81', 'http://[::1]/', false],
      ['fd00::/8', 'http://[fd12:3::4]/', true],
      ['0:0:0:0:0:0:0:1', 'http://[::1]/', true],
      ['10.0.0.0/99', 'http://10.0.0.1/', false],
      [', ,', http, false],
    ];
    for (const [list, url, isExempt] of table) {
      const found = proxyFor(new URL(url), { all_proxy: 'http://p:1', no_proxy: list });
      assert.equal(found === null, isExempt, `${list}: ${url}`);
    }
  });

  it('must be one: another scheme is an error that names the variable, and never the password', async () => {
    for (const value of ['socks5://me:secret@p:1', 'ftp://me:secret@p', 'http://me:secret@p:port']) {
      const failure = await failureOf(() => proxyFor(new URL(https), { HTTPS_PROXY: value }));
      assert.equal(failure.status, 3);
      assert.match(failure.what, /`HTTPS_PROXY`/);
      assert.match(failure.remedy ?? '', /https_proxy=http:\/\/HOST:PORT/);
      assert.doesNotMatch(JSON.stringify(failure), /secret/);
    }
    assert.equal(proxyFor(new URL(http), { https_proxy: 'socks5://p:1' }), null);
  });

  it('is what programs are told, under small and capital names, and nothing else is', () => {
    assert.deepEqual(
      proxyVariables({ HTTP_PROXY: 'http://p:1', no_proxy: 'a', NO_PROXY: 'b', HOME: '/root' }),
      {
        http_proxy: 'http://p:1',
        HTTP_PROXY: 'http://p:1',
        no_proxy: 'a',
        NO_PROXY: 'a',
      },
    );
    const all = proxyVariables({ ALL_PROXY: 'http://p:1', https_proxy: 'http://q:2' });
    assert.deepEqual(
      [all.http_proxy, all.HTTPS_PROXY, all.all_proxy],
      ['http://p:1', 'http://q:2', 'http://p:1'],
    );
    assert.equal(namesProxy({ no_proxy: '*', ftp_proxy: 'http://p:1' }), false);
    assert.equal(namesProxy({ ALL_PROXY: 'http://p:1' }), true);
  });
});
