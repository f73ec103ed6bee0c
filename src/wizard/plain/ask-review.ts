import { shellWords } from '../../spec/command-line.js';
import type { ImageSpec } from '../../spec/image-spec.js';
import { focusRow } from '../edit-form.js';
import { folderChanges } from '../folder-changes.js';
import { goTo } from '../navigation.js';
import { placeholderNote, reproduce } from '../reproduce.js';
import { firstBlockedScreen, reviewFindings } from '../screen-findings.js';
import { hasPreset } from '../screen-keys.js';
import { screens } from '../screens/index.js';
import { reviewRows, type ScreenId, type WizardState } from '../state.js';
import { summaryOf } from '../summary.js';
import { atEnd } from '../text-edit.js';
import { wipeSentences } from '../wipe-sentences.js';
import { moveOf, yesOrNo } from './answers.js';
import { backToReview, changeForm } from './ask-form.js';
import { askPackages } from './ask-packages.js';
import { askReplace } from './ask-replace.js';
import type { Heard } from './heard.js';
import { askMenu } from './menu.js';
import type { PlainPorts } from './plain-ports.js';
import { findingText, spoken, withoutKeys } from './questions.js';
import { sayDoctor } from './say-doctor.js';
import { takeBack } from './take-back.js';

const actions: readonly { text: string; does(ports: PlainPorts, heard: Heard): Promise<void> }[] = [
  { text: 'Build it: writes the files, locks the packages and builds', does: build },
  { text: 'Change something', does: change },
  { text: 'Save as preset', does: save },
  { text: 'Write the files only', does: write },
  { text: 'Print the command that does the same', does: print },
  { text: 'Doctor: what this machine has and lacks', does: doctor },
  { text: 'Leave', does: leave },
];

/** Reads the review, and asks what to do with it. */
export async function askReview(ports: PlainPorts, heard: Heard): Promise<void> {
  const { talk } = ports;
  const { spec } = ports.state();
  const isKnown = heard.spec === spec;
  if (!isKnown) sayReview(ports.state(), heard.spec, (text) => talk.say(text));
  heard.spec = spec;
  const answered = await askMenu(talk, {
    items: actions.map(({ text }) => text),
    prompt: 'What now? Number',
    usual: 0,
    help: screens.review.help.map(withoutKeys),
    isKnown,
  });
  if ('at' in answered) await actions[answered.at]?.does(ports, heard);
  else if (answered.move === 'back') await ports.press('back');
  else if (answered.move === 'undo' || answered.move === 'redo') await takeBack(ports, answered.move);
}

/** All that was chosen; the names of packages only when they are others than before. */
function sayReview(state: WizardState, heard: ImageSpec | null, say: (text: string) => void): void {
  const { spec } = state;
  say(`Image ${spec.name}`);
  for (const screen of reviewRows) {
    const isHeard = screen === 'packages' && heard?.packages === spec.packages;
    const text = isHeard ? `${spec.packages?.length ?? 0} named` : summaryOf(state, screen);
    say(`${screens[screen].title}: ${spoken(text)}`);
  }
  for (const text of wipeSentences(spec)) say(text);
  if (state.content.lines.length > 0) say('From the folder:');
  for (const { name, text } of state.content.lines) say(`  ${name}: ${text}`);
  for (const finding of reviewFindings(state)) {
    // It is mended at the question that it belongs to.
    const { fix: _, ...told } = finding;
    say(findingText(told));
  }
  const changes = folderChanges(state);
  if (changes === null) return;
  say(changes.title);
  for (const text of changes.lines) say(`  ${text}`);
}

/** Builds, or goes through what is still wrong first. */
async function build(ports: PlainPorts, heard: Heard): Promise<void> {
  const wrong = firstBlockedScreen(ports.state());
  if (wrong === null) {
    await ports.press('accept');
    await askReplace(ports);
    // A run says itself how it goes.
    return ports.state().screen === 'review' ? sayNotice(ports) : undefined;
  }
  ports.talk.say('This cannot be built yet.');
  await changeScreen(ports, heard, wrong);
}

async function change(ports: PlainPorts, heard: Heard): Promise<void> {
  const answered = await askMenu(ports.talk, {
    items: reviewRows.map((screen) => screens[screen].title),
    prompt: 'What to change? Number, Enter for nothing',
    usual: null,
    help: [],
  });
  const screen = 'at' in answered ? reviewRows[answered.at] : undefined;
  if (screen !== undefined) await changeScreen(ports, heard, screen);
}

async function changeScreen(ports: PlainPorts, heard: Heard, screen: ScreenId): Promise<void> {
  const there = goTo(ports.state(), screen);
  await ports.keep({ ...(screen === 'packages' ? there : focusRow(there, 0)), notice: null });
  ports.talk.say();
  ports.talk.say(screens[screen].title);
  const asked = screen === 'packages' ? await askPackages(ports, heard) : await changeForm(ports);
  if (asked !== 'undone') await backToReview(ports);
}

async function save(ports: PlainPorts): Promise<void> {
  const { talk } = ports;
  const usual = ports.state().spec.name;
  const typed = await talk.ask(`Name of the preset, < for none [${usual}]: `);
  const move = moveOf(typed);
  if (move !== null && move !== 'keep') return;
  const name = move === 'keep' ? usual : typed.trim();
  const exists = hasPreset(ports.state(), name);
  const question = `You have a preset ${name}. Replace it? yes or no [no]: `;
  if (exists && yesOrNo(await talk.ask(question)) !== true) return;
  await ports.keep({ ...ports.state(), overlay: { kind: 'save', name: atEnd(name), exists } });
  await ports.press('accept');
  sayNotice(ports);
}

async function write(ports: PlainPorts): Promise<void> {
  await ports.press('write');
  await askReplace(ports);
  sayNotice(ports);
}

function sayNotice({ talk, state }: PlainPorts): void {
  const { notice } = state();
  if (notice !== null) talk.say(notice.level === 'error' ? `Error: ${notice.text}` : notice.text);
}

async function print({ talk, state }: PlainPorts): Promise<void> {
  const { spec } = state();
  talk.sayWhole(shellWords(reproduce(spec)));
  const note = placeholderNote(spec);
  if (note !== null) talk.say(note);
}

async function doctor(ports: PlainPorts): Promise<void> {
  await ports.keep({ ...ports.state(), overlay: { kind: 'doctor', top: 0 } });
  await ports.carryOut({ type: 'doctor' });
  await sayDoctor(ports);
}

async function leave({ carryOut }: PlainPorts): Promise<void> {
  await carryOut({ type: 'quit', status: 'done' });
}
