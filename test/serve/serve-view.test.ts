import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dnsmasqLines, reachableAddresses, scriptUrl } from '../../src/serve/serve-addresses.js';
import { jsonServeView, ServeSummary, textServeView } from '../../src/serve/serve-view.js';

const image = { id: 1, client: '10.0.0.7', file: 'image.cpio', total: 1_000_000 };
const kernel = { id: 2, client: '10.0.0.8', file: 'vmlinuz', total: 1000 };

test('without a terminal a transfer is a line each ten percent, and one at its end', () => {
  let text = '';
  let now = 0;
  const view = textServeView(
    (more) => {
      text += more;
    },
    null,
    () => now,
  );
  view.started(image);
  for (let done = 0; done <= image.total; done += 10_000) {
    now += 300;
    view.bytes(image, done);
  }
  view.ended(image, image.total, true);
  const lines = text.trimEnd().split('\n');
  assert.equal(lines.length, 10);
  assert.match(lines[0] ?? '', /^10\.0\.0\.7: image\.cpio 10 % of 1\.0 MB, 3\d\.\d kB\/s$/);
  assert.match(lines[9] ?? '', /^10\.0\.0\.7: image\.cpio done, 1\.0 MB in 30 s$/);
});

test('on a terminal each transfer that runs is a line that is drawn again below those that ended', () => {
  let screen: string[] = [];
  let now = 0;
  const view = textServeView(
    (text) => {
      const [, up = '0', rest = ''] = /^(?:\x1b\[(\d+)A\x1b\[J)?([\s\S]*)$/.exec(text) ?? [];
      screen = [...screen.slice(0, screen.length - Number(up)), ...rest.split('\n').slice(0, -1)];
    },
    { columns: () => 60, rows: () => 24 },
    () => now,
  );
  view.started(image);
  view.started(kernel);
  now = 500;
  view.bytes(image, 500_000);
  assert.deepEqual(screen, [
    '10.0.0.7: image.cpio 50 % of 1.0 MB, 1.0 MB/s',
    '10.0.0.8: vmlinuz 0 % of 1.0 kB',
  ]);
  view.ended(kernel, 1000, true);
  view.refused('10.0.0.9', '/\x1b[2J', 404);
  view.ended(image, 600_000, false);
  assert.deepEqual(screen, [
    '10.0.0.8: vmlinuz done, 1.0 kB in 0.5 s',
    '10.0.0.9: "/\\u001b[2J" refused (404)',
    '10.0.0.7: image.cpio aborted at 600 kB of 1.0 MB',
  ]);
});

test('programs get an event a line, those with bytes not too often', () => {
  const events: string[] = [];
  let now = 0;
  const view = jsonServeView(
    (line) => events.push(JSON.parse(line).event),
    () => now,
  );
  view.started(kernel);
  for (; now < 1000; now += 10) view.bytes(kernel, now);
  view.ended(kernel, 1000, true);
  view.ended(image, 10, false);
  view.refused('10.0.0.9', '/', 404);
  const bytes = events.filter((event) => event === 'transfer-bytes');
  assert.equal(bytes.length, 5);
  assert.deepEqual(
    events.filter((event) => event !== 'transfer-bytes'),
    ['transfer-started', 'transfer-done', 'transfer-broken', 'refused'],
  );
});

test('the end says how many devices got how much', () => {
  const summary = new ServeSummary();
  assert.equal(summary.text, 'Served 0 files (0 B) to 0 devices.');
  summary.add(image, 1_000_000, true);
  summary.add(image, 500_000, false);
  summary.add(kernel, 1000, true);
  assert.equal(summary.text, 'Served 2 files (1.5 MB) to 2 devices.');
});

const address = (text: string, family: 'IPv4' | 'IPv6', internal = false) =>
  ({ address: text, family, internal, netmask: '', mac: '', cidr: null, scopeid: 0 }) as const;
const interfaces = {
  lo: [address('127.0.0.1', 'IPv4', true), address('::1', 'IPv6', true)],
  eth0: [address('192.168.1.5', 'IPv4'), address('fd00::5', 'IPv6'), address('fe80::1', 'IPv6')],
};

test('the addresses are those by which others reach this machine', () => {
  assert.deepEqual(reachableAddresses('0.0.0.0', interfaces), ['192.168.1.5']);
  assert.deepEqual(reachableAddresses('::', interfaces), ['192.168.1.5', 'fd00::5']);
  assert.deepEqual(reachableAddresses('10.1.1.1', interfaces), ['10.1.1.1']);
  assert.deepEqual(reachableAddresses('0.0.0.0', {}), ['127.0.0.1']);
  assert.equal(scriptUrl('fd00::5', 80), 'http://[fd00::5]:80/boot.ipxe');
  const url = scriptUrl('192.168.1.5', 8080);
  assert.equal(url, 'http://192.168.1.5:8080/boot.ipxe');
  assert.ok(dnsmasqLines(url).includes('dhcp-boot=tag:ipxe,http://192.168.1.5:8080/boot.ipxe'));
});
