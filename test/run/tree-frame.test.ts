import assert from 'node:assert/strict';
import { test } from 'node:test';
import stringWidth from 'string-width';
import { cutText } from '../../src/base/text/cut.js';
import { type FrameSpace, type TreeNode, treeFrame } from '../../src/run/tree-frame.js';

const node = (title: string, state: TreeNode['state'], more: Partial<TreeNode> = {}): TreeNode => ({
  title,
  state,
  detail: '',
  seconds: 0,
  output: [],
  children: null,
  ...more,
});

const usual: FrameSpace = {
  columns: 60,
  rows: 24,
  outputLines: 4,
  colours: false,
  unicode: true,
  tick: 0,
  footer: '',
  seconds: 42.7,
  left: null,
  ended: false,
};

const said = Array.from({ length: 30 }, (_, at) => `line ${at + 1}`);

/** A build in the middle: much is done, one works, much is to come. */
const middle = [
  node('Packages', 'done', { detail: '127 packages, 91 MB', seconds: 12 }),
  node('Root tree', 'done', { seconds: 8.1 }),
  node('Settings', 'done', { detail: 'unchanged', seconds: 0 }),
  node('Initramfs', 'running', { detail: 'making it', seconds: 31, output: said }),
  node('Slot image', 'waiting'),
  node('Outputs', 'waiting', { children: [node('ISO', 'waiting'), node('Disk', 'waiting')] }),
];

test('the tree says what is done and how long it took, what goes on with the last lines of its program, what is to come', () => {
  assert.deepEqual(treeFrame(middle, usual), [
    '✔ Packages: 127 packages, 91 MB (12 s)',
    '✔ Root tree: 8.1 s',
    '✔ Settings: unchanged (0.0 s)',
    '⠋ Initramfs: making it (31 s)',
    '  │ line 27',
    '  │ line 28',
    '  │ line 29',
    '  │ line 30',
    '· Slot image',
    '· Outputs',
    '3 of 7 done, 42 s.',
  ]);
});

test('a terminal of few rows: what is done is one line, then what is to come, then output gives way', () => {
  assert.deepEqual(treeFrame(middle, { ...usual, rows: 10 }), [
    '✔ 3 done',
    '⠋ Initramfs: making it (31 s)',
    '  │ line 27',
    '  │ line 28',
    '  │ line 29',
    '  │ line 30',
    '· Slot image',
    '· Outputs',
    '3 of 7 done, 42 s.',
  ]);
  assert.deepEqual(treeFrame(middle, { ...usual, rows: 7 }), [
    '✔ 3 done',
    '⠋ Initramfs: making it (31 s)',
    '  │ line 29',
    '  │ line 30',
    '· 2 to come',
    '3 of 7 done, 42 s.',
  ]);
});

test('no size of terminal gets a line that is too wide, or as many lines as it has rows', () => {
  const wide = node('日本語の名前', 'running', {
    detail: '進行中 '.repeat(9),
    output: said.map((line) => line.repeat(30)),
  });
  const nodes = [...middle, wide, node('Outputs', 'running', { children: [wide, wide, ...middle] })];
  const footer = 'Ctrl-C stops. '.repeat(9);
  for (const ended of [false, true])
    for (const outputLines of [4, 60])
      for (let rows = 2; rows < 60; rows += 1)
        for (const columns of [12, 40, 80]) {
          const lines = treeFrame(nodes, { ...usual, rows, columns, outputLines, ended, footer });
          assert.ok(lines.length < rows, `${lines.length} lines in ${rows} rows`);
          for (const line of lines) assert.ok(stringWidth(line) < columns, line);
        }
});

test('asked for all output, it takes what the tree leaves', () => {
  const lines = treeFrame(middle, { ...usual, rows: 20, outputLines: 20, footer: 'l less' });
  assert.equal(lines.length, 19);
  assert.equal(lines.at(-1), '3 of 7 done, 42 s.  l less');
  assert.ok(lines.includes('· Outputs'));
  assert.ok(lines.includes('  │ line 30'));
  assert.ok(lines.includes('  │ line 19'));
});

test('the run says how long it still takes where that is known; the keys go below where the line is too short', () => {
  const footer = 'Ctrl-C stops and keeps what is done.';
  const last = (more: Partial<FrameSpace>, count = 1) =>
    treeFrame(middle, { ...usual, ...more }).slice(-count);
  assert.deepEqual(last({ left: 100 }), ['3 of 7 done, 42 s, about 1 min 40 s left.']);
  assert.deepEqual(last({ left: 0.2 }), ['3 of 7 done, 42 s.']);
  assert.deepEqual(last({ left: 12, footer, columns: 80 }), [
    `3 of 7 done, 42 s, about 12 s left.  ${footer}`,
  ]);
  assert.deepEqual(last({ left: 12, footer }, 2), ['3 of 7 done, 42 s, about 12 s left.', footer]);
});

test('a single task says itself how far it is', () => {
  const one = [node('Resolve packages', 'running', { seconds: 9 })];
  assert.deepEqual(treeFrame(one, { ...usual, left: 20 }), ['⠋ Resolve packages: 9.0 s']);
});

test('the lines of a group stand below it while it works, and one line tells of it afterwards', () => {
  const group = (state: TreeNode['state'], detail = '') =>
    node('Outputs', state, {
      detail,
      children: [node('ISO', state, { output: ['writing'] }), node('Disk', state)],
    });
  assert.deepEqual(treeFrame([group('running')], usual), [
    '⠋ Outputs',
    '  ⠋ ISO',
    '    │ writing',
    '  ⠋ Disk',
    '0 of 2 done, 42 s.',
  ]);
  const done = treeFrame([group('done', 'ISO, Disk')], { ...usual, ended: true });
  assert.deepEqual(done, ['✔ Outputs: ISO, Disk (0.0 s)']);
});

test('at the end, what still ran is told as stopped, and no output is left', () => {
  const nodes = middle.map((one) => (one.state === 'running' ? { ...one, state: 'stopped' as const } : one));
  const lines = treeFrame(nodes, { ...usual, ended: true });
  assert.equal(lines[3], '■ Initramfs: making it (31 s)');
  assert.ok(!lines.some((line) => line.includes('│')));
});

test('states differ by their signs too: without colours, and without the symbols', () => {
  const nodes = (['done', 'running', 'waiting', 'failed', 'stopped'] as const).map((state) =>
    node('x', state),
  );
  for (const unicode of [true, false]) {
    const signs = treeFrame(nodes, { ...usual, unicode })
      .slice(0, 5)
      .map((line) => line[0]);
    assert.equal(new Set(signs).size, 5, signs.join(''));
    if (!unicode) assert.match(signs.join(''), /^[\x20-\x7e]+$/);
  }
  assert.ok(treeFrame(nodes, { ...usual, colours: true }).every((line) => line.includes('\x1b[')));
});

test('lines are cut between characters as people count them', () => {
  const table: [string, number, string][] = [
    ['short', 5, 'short'],
    ['longer', 5, 'long…'],
    ['日本語', 6, '日本語'],
    ['日本語', 5, '日本…'],
    ['日本語', 4, '日…'],
    ['e\u0301e\u0301e\u0301', 2, 'e\u0301…'],
    ['anything', 0, ''],
  ];
  for (const [text, columns, expected] of table) assert.equal(cutText(text, columns), expected);
});
