import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shellWords } from '../../../src/base/text/shell-quote.js';
import { mustRun } from '../../helpers/run-program.js';

test('a copied command line comes to the program word by word, in every shell', () => {
  const words = [
    ...[
      'tmpfsroot-wizard',
      '--x',
      '',
      ' ',
      "it's",
      '"q"',
      '$HOME',
      '`id`',
      '$(id)',
      '\\',
      'a\nb',
      '*',
      '~',
      '~/x',
    ],
    ...[
      'a=b',
      'PATH=x',
      '#',
      '!',
      '!!',
      ';',
      '&&',
      '|',
      '>',
      '<',
      '{a,b}',
      '[a]',
      '-n',
      'ünï',
      '%s',
      '^a',
      '?',
    ],
    ...['system.users=[{"name":"op"}]', '--cache-dir=~/x', 'isolcpus=1,2'],
  ];
  for (const [program = '', ...args] of [['dash'], ['bash', '--norc'], ['busybox', 'sh']]) {
    const script = `printf '%s\\036' ${shellWords(words)}`;
    assert.deepEqual(
      mustRun(program, [...args, '-c', script])
        .split('\x1e')
        .slice(0, -1),
      words,
      program,
    );
  }
  assert.equal(shellWords(['a', '--log-size', '4G', '--disk', 'sda,sdb']), 'a --log-size 4G --disk sda,sdb');
});
