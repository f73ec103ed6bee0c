import assert from 'node:assert/strict';
import fc from 'fast-check';
import { commandTable } from '../../../src/project/kickstart/command-table.js';
import { contradictions, kickstartLayer } from '../../../src/project/kickstart/kickstart-layer.js';
import { sectionNames } from '../../../src/project/kickstart/read-items.js';
import { parsed } from '../../project/kickstart/parsed.js';
import { assertSentences, hasErrors, layerOf, merged } from '../judged.js';
import { growth, target } from '../target.js';
import { damaged, repetitionsOf, textOf, wordOf } from '../texts.js';

const values = [
  ...[
    'op',
    'root',
    '1000',
    'eth0',
    'bond0',
    '10.0.0.2',
    '255.255.255.0',
    '24',
    'fd00::2/64',
    'dhcp',
    'static',
  ],
  ...[
    'wheel(4711)',
    'UTC',
    'en_US.UTF-8',
    'us',
    'https://h/os/',
    'sshd,chronyd',
    '8080:tcp',
    '/bin/sh',
    'a,b',
  ],
  ...['mode=active-backup,miimon=100', 'quiet', '"a b"', '52:54:00:ab:cd:ef', 'on', 'no', '9.9.9.9,fd00::1'],
];
const commands = fc.constantFrom(...commandTable).chain(({ names, options }) => {
  const optionNames = options.flatMap((option) => option.names);
  const option = fc
    .tuple(
      optionNames.length === 0 ? wordOf(['--x']) : wordOf(optionNames),
      fc.constantFrom('', '=', ' '),
      wordOf(values),
    )
    .map(([name, sign, value]) => (sign === '' ? name : `${name}${sign}${value}`));
  return fc
    .tuple(
      fc.constantFrom(...names),
      fc.array(fc.oneof({ weight: 3, arbitrary: option }, wordOf(values)), { maxLength: 5 }),
    )
    .map((parts) => parts.flat().join(' '));
});
const sections = fc
  .tuple(
    wordOf(sectionNames),
    wordOf(['--nochroot', '--erroronfail', '--interpreter=/bin/sh', '--log=/root/a']),
    textOf(['true', '\n', '%include a.cfg', '%end']),
  )
  .map(([name, option, body]) => `${name} ${option}\n${body}\n%end`);
const includes = wordOf(['a.cfg', 'ks/b.cfg', '../x', '/etc/x', 'http://h/x', 'ks.root.cfg']).map(
  (name) => `%include ${name}`,
);
const lines = fc.oneof({ weight: 8, arbitrary: commands }, sections, includes, wordOf(['', '#', '%end']));
const files = fc.array(lines, { maxLength: 8 }).map((all) => all.join('\n'));
const projects = fc.record({
  'ks/ks.root.cfg': fc.oneof(files, damaged(files, values)),
  'ks/a.cfg': fc.oneof(files, fc.constant('%include b.cfg')),
  'ks/b.cfg': files,
});

function judgeFiles(given: Readonly<Record<string, string>>): void {
  const kickstart = parsed(given);
  assertSentences(kickstart.findings);
  const said = merged([kickstartLayer(kickstart)]);
  contradictions(kickstart.fields, layerOf({ system: { users: [{ name: 'op' }], timezone: 'UTC' } }));
  // What a command means is looked at where it is read; the spec is left to say what does not go together.
  if (!hasErrors(kickstart.findings))
    for (const { where } of said.findings) assert.ok(where === undefined || where.length > 3);
}

const large = commandTable.flatMap(({ names: [name = ''], options }) => [
  `${name}\n`,
  ...options
    .slice(0, 12)
    .flatMap(({ names: [option = ''] }) => [`${name} ${option}=a#\n`, `${name} ${option}=1\n`]),
]);

export const kickstartTargets = [
  target('kickstart files', projects, judgeFiles),
  growth(
    'kickstart file',
    repetitionsOf([
      ...large,
      ...[
        'user --name=u#\n',
        'user --name=op\n',
        'group --name=g#\n',
        'sshkey --username=u# "x"\n',
        '%post\n%end\n',
      ],
      ...[
        'repo --name=r# --baseurl=https://h/\n',
        'network --device=e# --bootproto=dhcp\n',
        '%include b.cfg\n',
        '\n',
        ' ',
      ],
      ...[
        'network --device=b# --bondslaves=a#,c#\n',
        'firewall --port=#:tcp\n',
        '#',
        '%packages\n',
        'part /a#\n',
      ],
    ]),
    (text) =>
      judgeFiles({
        'ks/ks.root.cfg': text,
        'ks/b.cfg': '%include c.cfg\n'.repeat(20),
        'ks/c.cfg': 'lang C\n',
      }),
  ),
];
