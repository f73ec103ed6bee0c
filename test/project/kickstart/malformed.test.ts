import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keyOf } from '../../config/made-keys.js';
import { malformedLines as lines } from './malformed-lines.js';
import { errorsOf, parsed } from './parsed.js';

test('each of more than 100 malformed lines is one error with its line and a way out', () => {
  assert.ok(lines.length >= 100, String(lines.length));
  for (const [line, message] of lines) {
    for (const newline of ['\n', '\r\n']) {
      const text = ['# mine', '', 'cdrom', line, '# end', ''].join('\n').replaceAll('\n', newline);
      const errors = errorsOf(parsed(text));
      assert.deepEqual(
        errors.map(({ where }) => where),
        ['ks/ks.root.cfg:4'],
        `${line}: ${errors.map((error) => error.message).join(' ')}`,
      );
      const [error] = errors;
      assert.match(error?.message ?? '', message, line);
      assert.ok((error?.remedy ?? '').length > 5, line);
      assert.doesNotMatch(JSON.stringify(error), /secret/);
    }
  }
});

test('all of them in one file are as many errors, each at its line', () => {
  const single = lines.filter(([line]) => !/^%|^reboot|["'\\]$/.test(line));
  const errors = errorsOf(parsed(single.map(([line]) => line).join('\n')));
  const wrong = new Set(errors.map(({ where }) => where));
  for (const [index, [line]] of single.entries()) assert.ok(wrong.has(`ks/ks.root.cfg:${index + 1}`), line);
});

test('what a comment cuts off a word, and a placeholder that no template has filled in, are a warning', () => {
  for (const [line, message] of [
    [
      'url --url=https://example.org/os/#a b',
      /`#a b` behind `--url=https:\/\/example\.org\/os\/` is left out/,
    ],
    ['user --name=op --gecos=No#1', /`#1` behind `--gecos=No` is left out/],
    ['bootloader --append=a#b', /`#b` behind/],
    ['selinux --disabled#off', /`#off` behind `--disabled`/],
    ['user --name=op --gecos="{{ name }}"', /`\{\{ name \}\}` looks like a placeholder/],
    ['network --device=eth1 --vlanid=3 --ipv4-dns-search=a --interfacename=x__VLAN__', /`x__VLAN__` looks/],
    ['%post --log=/root/a#b\ntrue\n%end', /`#b` behind/],
  ] as const) {
    const { findings } = parsed(line);
    assert.deepEqual(
      findings.map(({ level, where }) => [level, where]),
      [['warning', 'ks/ks.root.cfg:1']],
      line,
    );
    assert.match(findings[0]?.message ?? '', message);
  }
  for (const line of [
    'lang C # comment',
    'lang C ########',
    'user --name=op --gecos="a#b"',
    'user --name=op --gecos=a\\#b',
    '%post\nx=${y} z=$(a)#b {{ }}\n%end',
  ]) {
    assert.deepEqual(parsed(line).findings, [], line);
  }
});

test('a key whose comment looks like a placeholder is a key', () => {
  const { findings } = parsed(
    `sshkey --username=root "${keyOf('ssh-ed25519', Buffer.alloc(32, 7))} \${USER}@desk"`,
  );
  assert.deepEqual(
    findings.map(({ level }) => level),
    ['warning'],
  );
});

test('a port of a bond or bridge has no address of its own', () => {
  const bond = 'network --device=bond0 --bondslaves=eth1,eth2\n';
  for (const [line, option] of [
    ['network --device=eth1 --ip=10.0.0.2 --netmask=24', '--ip'],
    ['network --device=eth1 --bootproto=dhcp', '--bootproto=dhcp'],
    ['network --device=eth1 --noipv4 --ipv6=fd00::2/64 --onboot=off', '--ipv6'],
    ['network --device=eth1 --vlanid=3 --interfacename=eth2 --nameserver=9.9.9.9', '--nameserver'],
  ] as const) {
    const [error, ...others] = errorsOf(parsed(`${bond}${line}`));
    assert.deepEqual([error?.where, others], ['ks/ks.root.cfg:2', []], line);
    assert.ok(error?.message.startsWith(`\`network ${option}\` asks for an address, and `), error?.message);
    assert.match(error?.message ?? '', /is a port of `bond0` \(ks\/ks\.root\.cfg:1\)/);
  }
  const [twice] = errorsOf(parsed(`${bond}network --device=br0 --bridgeslaves=eth2`));
  assert.match(twice?.message ?? '', /`eth2` is a port of `bond0` \(ks\/ks\.root\.cfg:1\) already/);
  // What the messages advise.
  assert.deepEqual(parsed(`${bond}network --device=eth1 --noipv4 --noipv6`).findings, []);
});

test('what is written a little wrong is guessed', () => {
  for (const [line, guess] of [
    ['langs C', '`lang`'],
    ['user --nam=a', '`--name`'],
    ['network --bootproto=statik', '`static`'],
    ['%pst\n%end', '`%post`'],
    ['%post --eroronfail\nx\n%end', '`--erroronfail`'],
  ] as const) {
    assert.match(errorsOf(parsed(line))[0]?.remedy ?? '', new RegExp(`Did you mean ${guess}`), line);
  }
});

test('errors of other files have their own name and line', () => {
  const table: [files: Record<string, string>, where: string, message: RegExp][] = [
    [{ 'ks/ks.root.cfg': '\n%include a.cfg\n', 'ks/a.cfg': '\n\nfoo\n' }, 'ks/a.cfg:3', /no command/],
    [
      {
        'ks/ks.root.cfg': '%include a.cfg\n',
        'ks/a.cfg': 'text\n%include b.cfg\n',
        'ks/b.cfg': '%include a.cfg',
      },
      'ks/b.cfg:1',
      /includes itself/,
    ],
    [{ 'ks/ks.post.cfg': 'echo a\n%end\n' }, 'ks/ks.post.cfg:2', /body of one section/],
    [{ 'ks/ks.post.cfg': '%post\necho a\n%end\nlang C\n' }, 'ks/ks.post.cfg:4', /outside of the sections/],
    [{ 'ks/ks.post.cfg': 'a\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> x\n' }, 'ks/ks.post.cfg:2', /conflict/],
    [{ 'ks/ks.root.cfg': 'text\n%post\na\n>>>>>>> x\n%end\n' }, 'ks/ks.root.cfg:4', /conflict/],
    [{ 'ks/ks.post.cfg': 'a\n%include b.sh', 'ks/b.sh': 'c\n||||||| x\n' }, 'ks/b.sh:2', /conflict/],
    [{ 'ks/ks.pre.cfg': '# x\n%pre\necho a\n' }, 'ks/ks.pre.cfg:2', /no `%end`/],
    [{ 'ks/ks.post.cfg': 'a\n%include b.sh\n' }, 'ks/ks.post.cfg:2', /no file `b.sh`/],
  ];
  for (const [files, where, message] of table) {
    const errors = errorsOf(parsed(files));
    assert.deepEqual(
      errors.map((error) => error.where),
      [where],
    );
    assert.match(errors[0]?.message ?? '', message);
  }
});

test('a file that nothing includes is a warning', () => {
  const { findings } = parsed({
    'ks/ks.root.cfg': '%include a.cfg',
    'ks/a.cfg': 'text',
    'ks/b.cfg': '# x\ntext',
  });
  assert.deepEqual(
    findings.map(({ level, where }) => [level, where]),
    [['warning', 'ks/b.cfg:2']],
  );
});

test('files that include each other twice, and so on, are refused before they become too many', () => {
  const names = Array.from({ length: 30 }, (_, at) => `ks/n${at}.cfg`);
  const files = Object.fromEntries(
    names.map((name, at) => [name, `%include n${at + 1}.cfg\n`.repeat(2) + 'lang C\n'.repeat(10)]),
  );
  for (const root of ['%include n0.cfg\n', `%post\n${'%include n0.cfg\n'.repeat(50_000)}%end\n`]) {
    const errors = errorsOf(parsed({ ...files, 'ks/n30.cfg': 'lang C\n', 'ks/ks.root.cfg': root }));
    assert.ok(errors.some(({ message }) => /are included so often/.test(message)));
  }
  const twice = parsed({ 'ks/ks.root.cfg': '%include a.cfg\n'.repeat(2), 'ks/a.cfg': 'lang C.UTF-8\n' });
  assert.deepEqual(errorsOf(twice), []);
});
