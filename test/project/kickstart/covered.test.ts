import assert from 'node:assert/strict';
import { test } from 'node:test';
import { commandTable, ruleOf } from '../../../src/project/kickstart/command-table.js';
import { parseCommands } from '../../../src/project/kickstart/parse-command.js';
import { accounts, closed, everyday, kiosk, noTime, repositories } from '../../cli/kickstart-files.js';
import { parsed } from './parsed.js';

test('every command and option that is said to be applied is in a file that a test builds from', () => {
  const urls = { base: 'file:///base', updates: 'file:///updates', lists: 'http://127.0.0.1' };
  const files = [accounts, everyday.replace(/%include.*/, ''), kiosk, closed, noTime, ...repositories(urls)];
  const used = files.flatMap((text) => {
    return parseCommands(parsed(text).commands).commands.flatMap(({ name, values }) => [
      name,
      ...[...values.keys()].map((option) => `${name} ${firstName(name, option)}`),
    ]);
  });
  const applied = commandTable
    .filter(({ effect }) => effect === 'applied')
    .flatMap(({ names, options }) => [
      names[0] as string,
      ...options
        .filter(({ effect }) => effect === 'applied')
        .map((option) => `${names[0]} ${option.names[0]}`),
    ]);
  const seen = new Set(used);
  assert.deepEqual(
    applied.filter((one) => !seen.has(one)),
    [],
  );
});

function firstName(command: string, option: string): string {
  return ruleOf(command)?.options.find(({ names }) => names.includes(option))?.names[0] ?? option;
}
