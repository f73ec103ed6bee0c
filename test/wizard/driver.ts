import assert from 'node:assert/strict';
import { defaultSpec } from '../../src/config/defaults.js';
import type { ImageSpec } from '../../src/config/image-spec.js';
import { packageGroupsOf } from '../../src/rpm/groups/package-groups.js';
import { releaseChoices } from '../../src/rpm/repositories/release-service.js';
import type { NewFacts, WizardEvent } from '../../src/wizard/model/events.js';
import { type Beginning, initialState } from '../../src/wizard/model/initial-state.js';
import type { Key } from '../../src/wizard/model/key.js';
import { reduce } from '../../src/wizard/model/reducer.js';
import type { Request } from '../../src/wizard/model/request.js';
import { fieldsOf } from '../../src/wizard/model/screen-findings.js';
import type { PackageFacts, PresetOrigin, ScreenId, WizardState } from '../../src/wizard/model/state.js';
import { buildSearch } from '../../src/wizard/packages/search.js';
import { packageSets } from '../../src/wizard/packages/sets.js';
import { type Frame, frameOf } from '../../src/wizard/tui/view/frame.js';
import { symbolsFor } from '../../src/wizard/tui/view/symbols.js';
import { compsXml } from '../helpers/comps-xml.js';
import { folderFacts } from './folder-facts.js';
import { indexOf } from './packages/index-of.js';
import { assertFrame } from './tui/frame-laws.js';

export const today = new Date('2026-11-22T10:00:00Z');

/** What the wizard is told before the first key; what is absent is as in an empty folder. */
export interface Told extends Partial<Omit<Beginning, 'size' | 'today'>> {
  columns?: number;
  rows?: number;
  packages?: PackageFacts;
  env?: Record<string, string>;
}

/** A new image of the base system. */
export function newSpec(): ImageSpec {
  return { ...defaultSpec({ name: 'robot' }), packages: [...(packageSets[0]?.packages ?? [])] };
}

const names = new Set(packageSets.flatMap(({ packages }) => packages));
for (const name of ['vim-enhanced', 'nano', 'nginx', 'nginx-core', 'htop', 'git']) names.add(name);
const search = await buildSearch(indexOf([...names]));

/** Packages of a small repository: those of all sets, and some that are like others. */
export function knownPackages(facts: Partial<PackageFacts> = {}): PackageFacts {
  return { state: 'ready', message: null, search, groups: null, why: new Map(), locked: null, ...facts };
}

/** The same repositories with groups: one that has a package of no repository, and an environment of it. */
export const knownGroups = packageGroupsOf([
  {
    repository: 'fedora',
    xml: compsXml(
      { core: ['bash', 'nano', 'htop', 'nowhere'], tools: ['git', 'htop'] },
      { minimal: ['core'] },
    ),
  },
]);

/** Presses keys and reads the screen, as a person at a terminal does; every frame is checked by the frames' laws. */
export class Driver {
  state: WizardState;
  readonly #symbols;

  constructor({ columns = 80, rows = 24, packages, env = {}, ...told }: Told = {}) {
    this.#symbols = symbolsFor(env);
    this.state = initialState({
      ...{ dir: '/home/op/robot', today, spec: newSpec(), folder: folderFacts('empty'), left: [] },
      ...{ releases: releaseChoices(today), presets: [], lastBuilt: null, message: null },
      ...told,
      size: { columns, rows },
    });
    if (packages !== undefined) this.tell({ packages });
    this.#look();
  }

  /** Presses keys by their names (`down`, `ctrl+t`); a single character is that key. */
  press(...names: string[]): this {
    for (const name of names) this.send({ type: 'key', key: keyNamed(name) });
    return this;
  }

  /** Presses a key so many times. */
  times(count: number, name: string): this {
    for (let turn = 0; turn < count; turn += 1) this.press(name);
    return this;
  }

  /** Types a text, a key for each character; what a terminal shows once it has drawn is looked at. */
  type(text: string): this {
    for (const char of text) this.state = reduce(this.state, { type: 'key', key: keyNamed(char) });
    this.#look();
    return this;
  }

  paste(text: string): this {
    return this.send({ type: 'paste', text });
  }

  resize(columns: number, rows: number): this {
    return this.send({ type: 'resize', columns, rows });
  }

  /** Brings in what the world outside found. */
  tell(facts: NewFacts): this {
    return this.send({ type: 'facts', facts });
  }

  /** A preset, draft or folder was read. */
  load(
    spec: ImageSpec,
    screen: ScreenId = 'review',
    texts: Record<string, string> = {},
    origin: PresetOrigin | null = null,
  ): this {
    return this.send({ type: 'loaded', spec, screen, notice: null, isSaved: false, texts, origin });
  }

  send(event: WizardEvent): this {
    this.state = reduce(this.state, event);
    this.#look();
    return this;
  }

  /** From the start screen to another with Enter, as far as nothing is wrong. */
  walkTo(screen: ScreenId): this {
    if (this.state.screen === 'start') this.press('n');
    for (let turn = 0; turn < 8 && this.state.screen !== screen; turn += 1) this.press('enter');
    assert.equal(this.state.screen, screen, this.screen());
    return this;
  }

  /** Moves the focus to the field that is called so. */
  field(label: string): this {
    const fields = fieldsOf(this.state);
    const row = fields.findIndex((field) => field.label.trim() === label);
    assert.ok(row >= 0, `no field ${label} among ${fields.map((field) => field.label).join(', ')}`);
    this.times(fields.length, 'up');
    return this.times(row, 'down');
  }

  /** Focuses a field, empties it and types another text. */
  fill(label: string, text: string): this {
    return this.field(label).press('ctrl+u').type(text);
  }

  /** What is drawn, with blanks at the ends of lines left out. */
  screen(): string {
    return this.lines().join('\n');
  }

  lines(): string[] {
    return textOf(this.frame());
  }

  /** The line that holds a text. */
  line(part: string): string {
    const found = this.lines().find((line) => line.includes(part));
    assert.ok(found !== undefined, `no line has ${part}:\n${this.screen()}`);
    return found;
  }

  frame(): Frame {
    return frameOf(this.state, this.#symbols);
  }

  requests(): Request[] {
    return this.state.requests.map(({ id: _, ...request }) => request as Request);
  }

  lastRequest(): Request | undefined {
    return this.requests().at(-1);
  }

  /** Fails unless all of these are on the screen, line breaks taken for blanks. */
  sees(...parts: (string | RegExp)[]): this {
    const screen = flat(this.screen());
    for (const part of parts) {
      const isThere = typeof part === 'string' ? screen.includes(flat(part)) : part.test(screen);
      assert.ok(isThere, `not on the screen: ${part}\n${this.screen()}`);
    }
    return this;
  }

  seesNot(...parts: (string | RegExp)[]): this {
    const screen = flat(this.screen());
    for (const part of parts) {
      const isThere = typeof part === 'string' ? screen.includes(flat(part)) : part.test(screen);
      assert.ok(!isThere, `on the screen: ${part}\n${this.screen()}`);
    }
    return this;
  }

  #look(): void {
    const frame = this.frame();
    assertFrame(frame, this.state.size);
    const { scrollLimit } = frame;
    if (scrollLimit !== null) this.state = reduce(this.state, { type: 'drawn', scrollLimit });
  }
}

export function keyNamed(name: string): Key {
  if (name === 'space') return { name: ' ', text: ' ' };
  return { name, text: [...name].length === 1 ? name : '' };
}

export function textOf({ lines }: Frame): string[] {
  return lines.map((line) =>
    line
      .map(({ text }) => text)
      .join('')
      .trimEnd(),
  );
}

function flat(text: string): string {
  return text.replace(/\s+/g, ' ');
}
