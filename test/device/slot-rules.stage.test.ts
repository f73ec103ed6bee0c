import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { packageFile } from '../../src/base/fs/package-file.js';
import { type BootState, domains, fields } from '../../src/slots/boot-state.js';
import { events, follow } from '../../src/slots/rules.js';
import { mustRun } from '../helpers/run-program.js';
import { scratchFolder } from '../helpers/scratch.js';

const scripts = packageFile('src/device/dracut/90tmpfsroot');
const shells = [['/bin/dash'], ['/bin/bash', '--posix'], ['/bin/busybox', 'sh']];

/** Reads a file with lines EVENT SLOT VALUE..., with `-` for an empty value, and prints what the rules make of them. */
const followAll = `. "$1/slot-rules.sh"
while read -r event slot ${fields.join(' ')}; do
${fields.map((field) => `  tfr_${field}=\${${field}#-}`).join('\n')}
  tfr_follow "$event" "$slot"
  echo "${fields.map((field) => `$tfr_${field}`).join('/')} $tfr_rule $tfr_restart_wanted"
done <"$2"`;

for (const [shell = '', ...args] of shells) {
  test(`the rules are those of the table in every state (${path.basename(shell)})`, (t) => {
    let states: Record<string, string>[] = [{}];
    for (const field of fields) {
      states = states.flatMap((state) => domains[field].map((value) => ({ ...state, [field]: value })));
    }
    const questions = (states as BootState[]).flatMap((state) =>
      events
        .filter((event) => event !== 'boot')
        .flatMap((event) => (['0', '1'] as const).map((me) => ({ state, event, me }))),
    );
    const input = questions.map(({ state, event, me }) =>
      [event, me, ...fields.map((field) => state[field] || '-')].join(' '),
    );
    const file = path.join(scratchFolder(t), 'questions');
    writeFileSync(file, `${input.join('\n')}\n`);
    const answers = mustRun(shell, [...args, '-c', followAll, 'sh', scripts, file], {
      // Else bash takes its standard input for a network connection, and reads its file of settings.
      env: { SHLVL: '2' },
    });
    const expected = questions.map(({ state, event, me }) => {
      const { rule, state: next } = follow(event, state, me);
      const restart = rule?.restart === true ? 'yes' : '';
      return `${fields.map((field) => next[field]).join('/')} ${rule?.id ?? ''} ${restart}`;
    });
    assert.equal(answers, expected.map((line) => `${line}\n`).join(''));
  });
}
