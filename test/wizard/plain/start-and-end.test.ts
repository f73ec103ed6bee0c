import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stageFailed } from '../../../src/base/failure.js';
import { noContent } from '../../../src/project/folder/folder-content.js';
import type { WizardEvent } from '../../../src/wizard/model/events.js';
import type { Request } from '../../../src/wizard/model/request.js';
import { doctorFacts, qemuIsMissing } from '../doctor-facts.js';
import { leftAt } from '../folder-facts.js';
import { at, type Conversation, count, emptyFolder, newSpec, talk } from './conversation.js';

const preset = {
  name: 'mine',
  description: 'A robot. It moves.',
  hardware: 'sda from 4 GiB, 2 GiB memory',
  kind: 'own',
  broken: null,
} as const;

/** A world that loads, builds and saves at once. */
function world(request: Request, dispatch: (event: WizardEvent) => void): void {
  const told = (notice: string) =>
    dispatch({ type: 'facts', facts: { notice: { level: 'info', text: notice } } });
  switch (request.type) {
    case 'load-preset':
    case 'load-folder':
    case 'load-draft': {
      const screen = request.type === 'load-draft' ? 'system' : 'review';
      const notice = request.type === 'load-preset' ? 'Preset mine: Enter builds it.' : null;
      dispatch({ type: 'loaded', spec: newSpec(), screen, notice, isSaved: false });
      break;
    }
    case 'doctor':
      dispatch({
        type: 'facts',
        facts: {
          doctor: doctorFacts({
            verdict: ['dnf is here'],
            programs: [qemuIsMissing],
            install: 'apt-get install qemu',
          }),
        },
      });
      break;
    case 'install-programs':
      told('Installed.');
      break;
    case 'save-preset':
      told(`Saved: tmpfsroot-wizard --preset ${request.name}.`);
      break;
    case 'write-project':
      dispatch({
        type: 'facts',
        facts: { saved: request.spec, notice: { level: 'info', text: 'Written: tmpfsroot.json.' } },
      });
      break;
    case 'boot':
      told('The machine is off.');
      break;
    case 'open-folder':
      told('/home/op/robot/output');
      break;
    case 'run':
      dispatch({
        type: 'facts',
        facts: {
          saved: request.spec ?? newSpec(),
          folder: { ...emptyFolder().folder, kind: 'ours' },
          result: {
            kind: 'done',
            result: {
              artefacts: [{ kind: 'iso', file: 'robot-installer.iso', size: 9e8, sha256: 'abc' }],
              diff: null,
              stages: [],
              logFile: '/log',
              seconds: 5,
            } as never,
          },
        },
      });
      break;
    default:
  }
}

/** What was asked for, but for the names of packages, which are looked for in the background. */
const types = ({ requests }: Conversation) =>
  requests.map(({ type }) => type).filter((type) => !['look-for-packages', 'look-at-folder'].includes(type));

test('everything of the start screen is a number, and a folder that was built before comes first', async () => {
  const built = { ...emptyFolder(), presets: [preset], left: [leftAt(20)] };
  const folder = { ...built.folder, kind: 'ours' } as const;
  const { text } = await talk({ ...built, folder }, ['?', '0', 'nonsense']);
  for (const line of [
    '  1 Build this image',
    '  2 Continue: left 2026-11-20 09:00',
    '  3 Change this image: tmpfsroot.json and packages.list',
    '  4 New image: step by step',
    '  5 Preset mine: yours, sda from 4 GiB, 2 GiB memory, A robot',
    '  6 Doctor: what this machine has and lacks',
    '  7 Your presets: rename, describe or delete one',
    '  8 Leave',
  ])
    assert.equal(count(text, line), 2, line);
  assert.match(text, /`nonsense` is not one of them/);
});

test('each way to begin leads where the screens lead', async () => {
  const first = { ...emptyFolder(), presets: [preset], left: [leftAt(22)] };
  const folder = { ...first.folder, kind: 'ours' } as const;
  for (const [answer, wanted, screen] of [
    ['1', ['run'], 'result'],
    ['continue', ['load-draft'], 'system'],
    ['3', ['load-folder'], 'review'],
    ['new', [], 'release'],
    ['preset mine', ['load-preset'], 'review'],
    ['leave', [], 'start'],
  ] as const) {
    const conversation = await talk({ ...first, folder }, [answer], world);
    assert.deepEqual(types(conversation), wanted, answer);
    assert.equal(conversation.state.screen, screen, answer);
    assert.doesNotMatch(conversation.text, /Enter builds/);
  }
});

test('whether this machine can build is said once, when it is known', async () => {
  const known = { ...emptyFolder(), verdict: { canBuild: true, text: 'This machine builds with podman.' } };
  const { text } = await talk(known, ['?', 'new', '<']);
  assert.equal(count(text, 'This machine builds with podman.'), 1);
  const verdict = { canBuild: false, text: 'This machine cannot build: rpm is missing.' };
  const poor = await talk({ ...emptyFolder(), verdict }, []);
  assert.match(poor.text, /Warning: This machine cannot build: rpm is missing\. Doctor tells more\./);
  assert.doesNotMatch((await talk(emptyFolder(), [])).text, /This machine/);
});

test('doctor says what the machine lacks, and installs it when that is wanted', async () => {
  for (const [answer, wanted] of [
    ['', ['doctor']],
    ['y', ['doctor', 'install-programs']],
  ] as const) {
    const conversation = await talk(emptyFolder(), ['doctor', answer], world);
    assert.match(
      conversation.text,
      /dnf is here\n\nmissing {2}qemu\napt-get install qemu\nRun this command now\?/,
    );
    assert.deepEqual(types(conversation), wanted);
    assert.equal(conversation.state.overlay, null);
  }
});

test('the review says what is chosen and wiped, and is not read twice for the same spec', async () => {
  const { text } = await talk(at('review'), ['5', '?', '9'], world);
  assert.equal(count(text, 'Image robot\n'), 1);
  assert.match(text, /sda: everything on it is wiped/);
  assert.match(text, /^tmpfsroot-wizard rebuild .*--package/m);
  assert.doesNotMatch(text, /right arrow/);
});

test('names of packages are read again only when they are others', async () => {
  const { text } = await talk(
    at('review'),
    ['2', 'system', '2', 'arm', '', '2', 'packages', 'nano', ''],
    world,
  );
  assert.equal(count(text, 'named: filesystem'), 2);
  assert.match(text, /Packages: 32 named\n/);
  assert.match(text, /System: arm, UTC/);
});

test('single fields are changed from the review, with those that an answer brings', async () => {
  const answers = ['2', '5', 'user', 'anna', '', '', '', '', '2', '6', '3', 'y', ''];
  const { text, state } = await talk(at('review'), answers, world);
  assert.match(text, /User \[none\]: anna\nUser, groups \[wheel\]: \nUser, password/);
  assert.match(text, /Disk image, qcow2, yes or no \[\w+\]: y/);
  assert.equal(state.screen, 'review');
  assert.ok(state.spec.outputs.includes('qcow2'));
});

test('what is wrong is asked for before anything is built', async () => {
  const start = await talk(at('review'), ['2', '3', '2', '9000', '', '', '1', '!', '', '1'], world);
  assert.match(start.text, /This cannot be built yet\.[\s\S]*Error: The partitions on `sda`/);
  assert.deepEqual(types(start), ['run']);
});

test('the files are written without a build, and a preset is saved, replaced only when that is wanted', async () => {
  const first = at('review', { presets: [preset] });
  const conversation = await talk(
    first,
    ['4', '3', '', '3', 'mine', '', '3', 'mine', 'y', '3', '<', '7'],
    world,
  );
  assert.match(
    conversation.text,
    /Written: tmpfsroot\.json\.[\s\S]*Saved: tmpfsroot-wizard --preset robot\./,
  );
  assert.deepEqual(
    conversation.requests.map((request) =>
      request.type === 'save-preset' ? [request.name, request.overwrite] : null,
    ),
    [null, ['robot', false], ['mine', true]],
  );
  assert.equal(conversation.status, 0);
});

test('after a build the files are said, Enter leaves, and the rest is offered', async () => {
  const left = await talk(at('review'), ['1', ''], world);
  assert.match(left.text, /Built\.\n {2}output\/robot-installer\.iso {2}900 MB\n {4}sha256 abc/);
  assert.equal(left.status, 0);
  const more = await talk(at('review'), ['1', '1', '4', '2', '3', '7'], world);
  assert.deepEqual(types(more), ['run', 'boot', 'open-folder', 'run']);
  assert.match(more.text, /The machine is off\.[\s\S]*\/home\/op\/robot\/output/);
  assert.equal(more.status, 0);
});

test('after a failure the cause is said once, and it is tried again, changed or left', async () => {
  const failure = stageFailed({
    what: 'No mirror answers.',
    remedy: 'Look there, then run `tmpfsroot-wizard lock` again.',
    log: '/log',
  });
  const answers = ['1', '1', '2', '<<', '2', '1', '3'];
  const conversation = await talk(at('review'), answers, (request, dispatch) => {
    if (request.type === 'run')
      dispatch({ type: 'facts', facts: { saved: newSpec(), result: { kind: 'failed', failure } } });
  });
  assert.equal(count(conversation.text, 'No mirror answers.'), 2);
  assert.doesNotMatch(conversation.text, /`r` tries/);
  assert.match(conversation.text, /What to do: Look there, then choose "Try again"\./);
  assert.deepEqual(types(conversation).slice(0, 2), ['run', 'run']);
});

test('what a request fails with is said, and the questions go on', async () => {
  const { text, status } = await talk(at('review'), ['4', '7'], () => {
    throw stageFailed({ what: 'The disk is full.' });
  });
  assert.match(text, /Error: The disk is full\./);
  assert.equal(status, 0);
});

test('the review reads out what comes in from the folder, and what of it the network installer has not', async () => {
  const content = { ...noContent, lines: [{ name: 'build-hooks.d', text: '1 script' }] };
  const spec = { ...newSpec(), outputs: ['pxe' as const] };
  const { text } = await talk(at('review', { spec, content }), [], world);
  assert.match(text, /From the folder:\n {2}build-hooks\.d: 1 script\n/);
  assert.match(text, /Warning: .*`build-hooks\.d` concerns the ISO alone/);
});
