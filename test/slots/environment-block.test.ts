import assert from 'node:assert/strict';
import { test } from 'node:test';
import { firstState } from '../../src/slots/boot-state.js';
import { blockSize, formatBlock, parseBlock } from '../../src/slots/environment-block.js';

const block = formatBlock('1', firstState);

test('a block is what it was written from, and fits into one sector', () => {
  assert.equal(block.length, blockSize);
  assert.deepEqual(parseBlock(block), { seq: '1', state: firstState });
  assert.match(block.slice(512), /^#+$/);
});

const bad: [string, string][] = [
  ['empty', ''],
  ['an empty block of grub-editenv', '# GRUB Environment Block\n'.padEnd(blockSize, '#')],
  ['zeros', '\0'.repeat(blockSize)],
  ['the end of another write', block.replace('seq2=1', 'seq2=2')],
  ['no end', block.replace('seq2=1', '######')],
  ['a number of another ring', block.replaceAll(/seq(2?)=1/g, 'seq$1=7')],
  ['a title for saved_entry', block.replace('saved_entry=0', 'saved_entry=Fedora Linux')],
  ['an index that no slot has', block.replace('saved_entry=0', 'saved_entry=2')],
  ['a submenu', block.replace('saved_entry=0', 'saved_entry=1>0')],
  ['a name that is missing', block.replace('ok1=1\n', '')],
  ['an unknown word', block.replace('tries=0', 'tries=many')],
  ['a value of an object', block.replace('trial=', 'trial=toString')],
];
for (const [name, text] of bad) {
  test(`is not a state of ours: ${name}`, () => assert.equal(parseBlock(text), null));
}

test('a request for an entry that does not exist asks for nothing', () => {
  for (const value of ['2', 'Fedora Linux', '1>0', 'slot b']) {
    const parsed = parseBlock(block.replace('next_entry=', `next_entry=${value}`));
    assert.deepEqual(parsed?.state, firstState);
  }
  const asked = parseBlock(block.replace('next_entry=', 'next_entry=1'));
  assert.equal(asked?.state.next_entry, '1');
});

test('names of others and a name that was taken away do no harm', () => {
  const text = block.replace('next_entry=\n', '').replace('seq2=1\n', 'seq2=1\nkernelopts=quiet\n');
  assert.deepEqual(parseBlock(text)?.state, firstState);
});
