import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  bindingsOf,
  type Command,
  commandFor,
  isBound,
  type KeyContext,
  keyContext,
  keyTable,
} from '../../../src/wizard/model/key-table.js';
import { reduce } from '../../../src/wizard/model/reducer.js';
import { keyNamed } from '../driver.js';
import { scenes } from '../scenes.js';

const contexts = [...new Set(keyTable.flatMap(({ where }) => where))] as KeyContext[];

test('no two bindings of one context share a key', () => {
  for (const context of contexts) {
    const keys = bindingsOf(context).flatMap((binding) => binding.keys);
    const twice = keys.filter((key, index) => keys.indexOf(key) !== index);
    assert.deepEqual(twice, [], context);
  }
});

test('every context has a way out, and Ctrl-C', () => {
  for (const context of contexts) {
    const commands = bindingsOf(context).map(({ command }) => command);
    assert.ok(
      commands.some((command) => ['back', 'cancel', 'quit'].includes(command)),
      context,
    );
    assert.ok(commands.includes('interrupt'), context);
  }
});

test('every way out stands in the footer', () => {
  for (const context of contexts) {
    const out = bindingsOf(context).filter(({ command }) => ['back', 'cancel', 'quit'].includes(command));
    assert.ok(
      out.some(({ footer }) => footer),
      context,
    );
  }
});

test('no letter that belongs into a text is a command where texts are typed', () => {
  for (const context of [
    'form',
    'sizes',
    'search',
    'save',
    'rename',
    'describe',
    'disks',
    'secret',
  ] as KeyContext[]) {
    const typed = bindingsOf(context)
      .flatMap(({ keys }) => keys)
      .filter((key) => [...key].length === 1);
    const allowed = { form: ['?'], sizes: ['-', '+', '?'] }[context as string] ?? [];
    assert.deepEqual(typed.sort(), allowed.sort(), context);
  }
});

test('one key is shown and told of in one way in a context', () => {
  for (const context of contexts) {
    for (const { shown, hint } of bindingsOf(context)) {
      assert.notEqual(shown, '');
      assert.notEqual(hint, '');
    }
  }
});

test('a command does what its key does, and nothing where no key has it', () => {
  for (const [name, open] of scenes) {
    const { state } = open({});
    const context = keyContext(state);
    for (const key of bindingsOf(context).flatMap(({ keys }) => keys.map(keyNamed))) {
      const command = commandFor(key, context) as Command;
      const byCommand = reduce(state, { type: 'command', command });
      assert.deepEqual(byCommand, reduce(state, { type: 'key', key }), `${name}: ${key.name}`);
    }
    for (const { command } of keyTable.filter((binding) => !isBound(binding.command, context)))
      assert.equal(reduce(state, { type: 'command', command }), state, `${name}: ${command}`);
  }
});
