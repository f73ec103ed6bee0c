import { later, t, translated } from '../../base/language/texts.js';
import { shellWords } from '../../base/text/shell-quote.js';
import type { ImageSpec } from '../../config/image-spec.js';
import { focusRow } from '../model/edit-form.js';
import { folderChanges } from '../model/folder-changes.js';
import { goTo } from '../model/navigation.js';
import { ownPreset } from '../model/preset-questions.js';
import { commandNote, placeholderNote, reproduce, wipeSentences } from '../model/review-text.js';
import { firstBlockedScreen, reviewFindings } from '../model/screen-findings.js';
import { fileSummary } from '../model/screens/field-summary.js';
import { screens } from '../model/screens/index.js';
import { textsWithoutKeys } from '../model/screens/paragraph.js';
import { reviewRows, type ScreenId, type WizardState } from '../model/state.js';
import { atEnd } from '../model/text-edit.js';
import type { Announced } from './announced.js';
import { moveOf, yesOrNo } from './answers.js';
import { backToReview, changeForm } from './ask-form.js';
import { askPackages } from './ask-packages.js';
import { askReplace } from './ask-replace.js';
import { askMenu } from './menu.js';
import type { PlainPorts } from './plain-ports.js';
import { findingText } from './questions.js';
import { sayDoctor } from './say-doctor.js';
import { takeBack } from './take-back.js';

const actions: readonly { text: string; does(ports: PlainPorts, announced: Announced): Promise<void> }[] = [
  { text: later`Build it: writes the files, locks the packages and builds`, does: build },
  { text: later`Change something`, does: change },
  { text: later`Save as preset`, does: save },
  { text: later`Write the files only`, does: write },
  { text: later`Print the command that does the same`, does: print },
  { text: later`Doctor: what this machine has and lacks`, does: doctor },
  { text: later`Leave`, does: leave },
];

/** Reads the review, and asks what to do with it. */
export async function askReview(ports: PlainPorts, announced: Announced): Promise<void> {
  const { io } = ports;
  const { spec } = ports.state();
  const isKnown = announced.spec === spec;
  if (!isKnown) sayReview(ports.state(), announced.spec, (text) => io.say(text));
  announced.spec = spec;
  const answered = await askMenu(io, {
    items: actions.map(({ text }) => translated(text)),
    prompt: t`What now? Number`,
    usual: 0,
    help: textsWithoutKeys(screens.review.help),
    isKnown,
  });
  if ('at' in answered) await actions[answered.at]?.does(ports, announced);
  else if (answered.move === 'back') await ports.command('back');
  else if (answered.move === 'undo' || answered.move === 'redo') await takeBack(ports, answered.move);
}

/** All that was chosen; the names of packages only when they are others than before. */
function sayReview(state: WizardState, announced: ImageSpec | null, say: (text: string) => void): void {
  const { spec } = state;
  say(t`Image ${spec.name}`);
  for (const screen of reviewRows) {
    const isAnnounced = screen === 'packages' && announced?.packages === spec.packages;
    const { title, summary } = screens[screen];
    const text = isAnnounced ? t`${spec.packages?.length ?? 0} named` : summary(state).join(', ');
    say(`${translated(title)}: ${text}`);
  }
  for (const text of fileSummary(spec)) say(`tmpfsroot.json: ${text}`);
  for (const text of wipeSentences(spec)) say(text);
  if (state.content.lines.length > 0) say(t`From the folder:`);
  for (const { name, text } of state.content.lines) say(`  ${name}: ${text}`);
  for (const finding of reviewFindings(state)) {
    // It is corrected at the question that it belongs to.
    const { fix: _, ...told } = finding;
    say(findingText(told));
  }
  const changes = folderChanges(state);
  if (changes === null) return;
  say(changes.title);
  for (const text of changes.lines) say(`  ${text}`);
}

/** Builds, or goes through what is still wrong first. */
async function build(ports: PlainPorts, announced: Announced): Promise<void> {
  const wrong = firstBlockedScreen(ports.state());
  if (wrong === null) {
    await ports.command('accept');
    await askReplace(ports);
    // A run says itself how it goes.
    return ports.state().screen === 'review' ? sayNotice(ports) : undefined;
  }
  ports.io.say(t`This cannot be built yet.`);
  await changeScreen(ports, announced, wrong);
}

async function change(ports: PlainPorts, announced: Announced): Promise<void> {
  const answered = await askMenu(ports.io, {
    items: reviewRows.map((screen) => translated(screens[screen].title)),
    prompt: t`What to change? Number, Enter for nothing`,
    usual: null,
    help: [],
  });
  const screen = 'at' in answered ? reviewRows[answered.at] : undefined;
  if (screen !== undefined) await changeScreen(ports, announced, screen);
}

async function changeScreen(ports: PlainPorts, announced: Announced, screen: ScreenId): Promise<void> {
  const there = goTo(ports.state(), screen);
  await ports.keep({ ...(screen === 'packages' ? there : focusRow(there, 0)), notice: null });
  ports.io.say();
  ports.io.say(translated(screens[screen].title));
  const asked = screen === 'packages' ? await askPackages(ports, announced) : await changeForm(ports);
  if (asked !== 'undone') await backToReview(ports);
}

async function save(ports: PlainPorts): Promise<void> {
  const { io } = ports;
  const usual = ports.state().spec.name;
  const typed = await io.ask(t`Name of the preset, < for none [${usual}]: `);
  const move = moveOf(typed);
  if (move !== null && move !== 'keep') return;
  const name = move === 'keep' ? usual : typed.trim();
  const exists = ownPreset(ports.state(), name.normalize('NFC')) !== null;
  const question = t`You have a preset ${name}. Replace it? yes or no [no]: `;
  if (exists && yesOrNo(await io.ask(question)) !== true) return;
  await ports.keep({ ...ports.state(), overlay: { kind: 'save', name: atEnd(name), exists } });
  await ports.command('accept');
  sayNotice(ports);
}

async function write(ports: PlainPorts): Promise<void> {
  await ports.command('write');
  await askReplace(ports);
  sayNotice(ports);
}

function sayNotice({ io, state }: PlainPorts): void {
  const { notice } = state();
  if (notice !== null) io.say(notice.level === 'error' ? t`Error: ${notice.text}` : notice.text);
}

async function print({ io, state }: PlainPorts): Promise<void> {
  const words = reproduce(state());
  io.sayWhole(shellWords(words));
  io.say(commandNote);
  const note = placeholderNote(words);
  if (note !== null) io.say(note);
}

async function doctor(ports: PlainPorts): Promise<void> {
  await ports.keep({ ...ports.state(), overlay: { kind: 'doctor', top: 0 } });
  await ports.carryOut({ type: 'doctor' });
  await sayDoctor(ports);
}

async function leave({ carryOut }: PlainPorts): Promise<void> {
  await carryOut({ type: 'quit', status: 'done' });
}
