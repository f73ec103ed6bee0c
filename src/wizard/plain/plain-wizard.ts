import { shellWords } from '../../spec/command-line.js';
import { planDisks } from '../../spec/partition-plan.js';
import { formatMiB } from '../../spec/sizes.js';
import { reproduce } from '../reproduce.js';
import { blockingError, fieldsOf, firstBlockedScreen, screenFindings } from '../screen-findings.js';
import { screens } from '../screens/index.js';
import { startItems } from '../screens/start.js';
import { changesSince } from '../spec-changes.js';
import { type Request, type ScreenId, steps, type WizardState } from '../state.js';
import { summaryOf } from '../summary.js';
import { wipeSentences } from '../wipe-sentences.js';
import { numberOf } from './answers.js';
import { askField, findingText } from './ask-field.js';
import { askPackages } from './ask-packages.js';
import type { PlainTalk } from './plain-talk.js';

/** What the questions need done. */
export interface PlainPorts {
  talk: PlainTalk;
  /** The state as it is now, with what came in meanwhile. */
  state(): WizardState;
  /** Takes over what was answered. */
  keep(state: WizardState): void;
  /** Has something done, and comes back when it is. */
  carryOut(request: Request): Promise<void>;
  hash(password: string): Promise<string>;
}

const asking = steps.filter((screen) => screen !== 'review');

/** Asks from the start to the end. Comes back when the person is done. */
export async function askAll(ports: PlainPorts): Promise<void> {
  const { talk } = ports;
  talk.say(
    'tmpfsroot-wizard on plain lines. Enter keeps what stands in [brackets], ? explains, < goes back,',
  );
  talk.say(
    '! takes a suggestion, . empties a field. Ctrl-C leaves; what was answered is kept for the next time.',
  );
  if (ports.state().screen !== 'review') await askStart(ports);
  while (ports.state().screen !== 'start') {
    if (ports.state().screen === 'review') {
      if (!(await askReview(ports))) return;
    } else await askScreens(ports);
  }
}

async function askStart(ports: PlainPorts): Promise<void> {
  const { talk } = ports;
  for (;;) {
    const state = ports.state();
    const items = startItems(state).filter(({ action }) => action !== 'doctor');
    talk.say(`Folder: ${state.dir}`);
    for (const [at, { label, hint }] of items.entries())
      talk.say(`  ${at + 1} ${label}: ${hint.replace(/^[a-z] · /, '')}`);
    const at = numberOf(await talk.ask('What to do? Number [1]: '), items.length);
    const item = at === null ? undefined : items[at];
    if (item === undefined) {
      talk.say(`Answer with a number from 1 to ${items.length}.`);
      continue;
    }
    await begin(ports, item);
    if (ports.state().notice !== null) talk.say(ports.state().notice?.text ?? '');
    if (ports.state().screen !== 'start') return;
  }
}

async function begin(ports: PlainPorts, item: ReturnType<typeof startItems>[number]): Promise<void> {
  switch (item.action) {
    case 'rebuild':
      ports.keep({ ...ports.state(), screen: 'review' });
      await ports.carryOut({ type: 'load-folder' });
      return await build(ports, { type: 'run', spec: null, relock: true });
    case 'continue':
      return await ports.carryOut({ type: 'load-draft' });
    case 'edit':
      return await ports.carryOut({ type: 'load-folder' });
    case 'preset':
      return await ports.carryOut({ type: 'load-preset', name: item.name });
    case 'new':
      return ports.keep({ ...ports.state(), screen: 'release', unsaved: true });
    case 'resume':
      return ports.keep({ ...ports.state(), screen: 'release' });
    case 'doctor':
      return;
  }
}

/** Asks screen after screen, from the one at hand up to the review. */
async function askScreens(ports: PlainPorts): Promise<void> {
  let at = Math.max(0, asking.indexOf(ports.state().screen as (typeof asking)[number]));
  while (at < asking.length) {
    const screen = asking[at] as ScreenId;
    const way = await askScreen(ports, screen);
    at = way === 'back' ? Math.max(0, at - 1) : at + 1;
    ports.keep({ ...ports.state(), screen: asking[at] ?? 'review' });
  }
}

async function askScreen(ports: PlainPorts, screen: ScreenId): Promise<'next' | 'back'> {
  const { talk } = ports;
  ports.keep({ ...ports.state(), screen });
  talk.say();
  talk.say(
    `${screens[screen].title} (${steps.indexOf(screen as (typeof steps)[number]) + 1} of ${steps.length})`,
  );
  if (screen === 'packages') {
    void ports.carryOut({ type: 'look-for-packages', spec: ports.state().spec });
    const asked = await askPackages(talk, ports.state(), ports.state);
    ports.keep({ ...asked.state, packages: ports.state().packages });
    return asked.to;
  }
  let row = 0;
  for (;;) {
    const field = fieldsOf(ports.state(), screen)[row];
    if (field === undefined) {
      if (screen === 'sizes') sayPlan(ports);
      const error = blockingError(ports.state(), screen);
      if (error === null) return 'next';
      // The sentence itself is said with the question.
      if (error.row === null) talk.say(findingText(error.finding));
      row = error.row ?? 0;
      continue;
    }
    const asked = await askField(talk, ports.state(), field, ports.hash);
    ports.keep(asked.state);
    if (asked.to === 'back') {
      if (row === 0) return 'back';
      row -= 1;
    } else row += 1;
  }
}

/** What stands on the disk map for others, in words. */
function sayPlan({ talk, state }: PlainPorts): void {
  const plan = planDisks(state().spec);
  for (const disk of plan.disks) {
    const parts = disk.partitions.map(({ name, sizeMiB }) => `${name} ${formatMiB(sizeMiB)}`).join(', ');
    const free = disk.freeMiB > 0 ? `, ${formatMiB(disk.freeMiB)} free` : '';
    talk.say(`Disk ${disk.device}, ${formatMiB(disk.sizeMiB)}: ${parts}${free}.`);
  }
  talk.say(`The smallest main disk that would do: ${formatMiB(plan.smallestMainMiB)}.`);
}

/** @returns false: the person is done */
async function askReview(ports: PlainPorts): Promise<boolean> {
  const { talk } = ports;
  sayReview(ports);
  const actions = [
    'Build it',
    'Change something',
    'Save as preset',
    'Write the files only',
    'Leave',
  ] as const;
  for (const [at, text] of actions.entries()) talk.say(`  ${at + 1} ${text}`);
  const at = numberOf(await talk.ask('What now? Number [1]: '), actions.length);
  switch (at) {
    case 0:
      await buildOrMend(ports);
      return true;
    case 1:
      await change(ports);
      return true;
    case 2:
      await save(ports);
      return true;
    case 3:
      await ports.carryOut({ type: 'write-project', spec: ports.state().spec });
      talk.say(ports.state().notice?.text ?? '');
      return true;
    case 4:
      return false;
    default:
      talk.say(`Answer with a number from 1 to ${actions.length}.`);
      return true;
  }
}

function sayReview(ports: PlainPorts): void {
  const { talk } = ports;
  const state = ports.state();
  talk.say();
  talk.say(`Review of ${state.spec.name}`);
  for (const screen of asking) talk.say(`${screens[screen].title}: ${summaryOf(state, screen)}`);
  for (const text of wipeSentences(state.spec)) talk.say(text);
  const findings = [...new Set(steps.flatMap((screen) => screenFindings(state, screen)))];
  for (const finding of findings) talk.say(findingText({ ...finding, remedy: finding.remedy }));
  if (state.lastBuilt !== null) {
    const changed = changesSince(state.lastBuilt, state.spec);
    talk.say(
      changed.length === 0 ? 'Nothing was changed since the last build.' : 'New since the last build:',
    );
    for (const text of changed) talk.say(`  ${text}`);
  }
  talk.say(`The same without questions: ${shellWords(reproduce(state.spec))}`);
}

async function buildOrMend(ports: PlainPorts): Promise<void> {
  const blocked = firstBlockedScreen(ports.state());
  if (blocked !== null) {
    ports.keep({ ...ports.state(), screen: blocked });
    return;
  }
  await build(ports, { type: 'run', spec: ports.state().spec, relock: false });
}

async function build(ports: PlainPorts, request: Extract<Request, { type: 'run' }>): Promise<void> {
  await ports.carryOut(request);
  const { talk } = ports;
  const { result } = ports.state();
  if (result?.kind !== 'done') return;
  const typed = await talk.ask('Boot it in QEMU on this terminal? y or n [n]: ');
  if (/^y/i.test(typed.trim())) await ports.carryOut({ type: 'boot' });
}

async function change(ports: PlainPorts): Promise<void> {
  const { talk } = ports;
  for (const [at, screen] of asking.entries()) talk.say(`  ${at + 1} ${screens[screen].title}`);
  const at = numberOf(await talk.ask('Which? Number [1]: '), asking.length);
  const screen = at === null ? undefined : asking[at];
  if (screen === undefined) return;
  await askScreen(ports, screen);
  ports.keep({ ...ports.state(), screen: 'review' });
}

async function save(ports: PlainPorts): Promise<void> {
  const { talk } = ports;
  const { spec } = ports.state();
  const typed = (await talk.ask(`Name of the preset [${spec.name}]: `)).trim();
  const name = typed === '' ? spec.name : typed;
  const exists = ports.state().presets.some((preset) => preset.kind === 'own' && preset.name === name);
  if (exists && !/^y/i.test((await talk.ask(`There is a preset ${name}. Replace it? y or n [n]: `)).trim()))
    return;
  await ports.carryOut({ type: 'save-preset', name, spec, overwrite: exists });
  talk.say(ports.state().notice?.text ?? '');
}
