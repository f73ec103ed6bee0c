import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stagesBelow, stagesNeeded } from '../../src/build/graph.js';
import { data } from '../../src/build/input.js';
import { type Deps, fetchStage, keptStage, type Stage } from '../../src/build/stage.js';

const word = keptStage({
  ...{ id: 'word', title: 'Word', deps: {}, tools: [] },
  inputs: ({ project }) => ({ name: data(project.spec.name) }),
  async make(_place, inputs) {
    // @ts-expect-error The project is for `inputs` alone.
    assert.equal(inputs.project, undefined);
    // @ts-expect-error What `inputs` answers cannot be changed.
    assert.throws(() => (inputs.name = 'other'));
    return { length: inputs.name.length };
  },
  tell: ({ facts }) => `${facts.length} letters`,
});

test('a stage reads what it declares, and nothing else has a type', async () => {
  const twice = keptStage({
    ...{ id: 'twice', title: 'Twice', deps: { word }, tools: [] },
    inputs: () => ({}),
    async make(_place, inputs, deps) {
      // @ts-expect-error It is an input of another stage.
      assert.equal(inputs.name, undefined);
      // @ts-expect-error No such stage is declared.
      assert.equal(deps.slot, undefined);
      const { dir, facts }: { dir: string; facts: { length: number } } = deps.word;
      return { text: `${dir} ${facts.length * 2}` };
    },
    tell: ({ facts }) => facts.text,
  });
  const given = { dir: '/w', facts: { length: 2 }, reused: true };
  assert.deepEqual(await twice.make({} as never, Object.freeze({}), { word: given }, null), { text: '/w 4' });
  await word.make({} as never, Object.freeze({ name: 'ab' }), {}, null);
});

function stage(id: string, deps: Deps, isAlwaysAsked = false): Stage {
  const [inputs, make, tell] = [() => ({}), async () => null, () => undefined];
  return keptStage({ ...{ id, title: id, deps, tools: [], isAlwaysAsked }, inputs, make, tell });
}

const packages: Stage = fetchStage({
  ...{ id: 'packages', title: '', deps: {}, tools: [] },
  inputs: () => ({}),
  make: async () => null,
  tell: () => undefined,
});
const tree = stage('tree', { packages });
const compose = stage('compose', { tree });
const initramfs = stage('initramfs', { compose: { stage: compose, counts: async () => ({}) } });
const slot = stage('slot', { compose, initramfs }, true);
const iso = stage('iso', { compose, initramfs, slot });
const raw = stage('raw', { compose, slot });
const stages = [packages, tree, compose, initramfs, slot];

test('stages come in an order in which each finds what it is made of', () => {
  assert.deepEqual(stagesBelow([iso, raw]), stages);
  assert.deepEqual(stagesBelow([compose]), [packages, tree]);
  assert.deepEqual(stagesBelow([]), []);
});

/** Stages that are kept; outputs that are made; what is made of the stages, and what is read. */
const cases: [there: Stage[], outputs: Stage[], made: string, read: string][] = [
  [[], [iso, raw], 'compose,initramfs,packages,slot,tree', ''],
  [[tree], [raw], 'compose,initramfs,slot', 'tree'],
  [[compose], [raw], 'initramfs,slot', 'compose'],
  [[tree, compose, initramfs], [iso], 'slot', 'compose,initramfs'],
  [[slot], [iso], 'compose,initramfs,packages,tree', 'slot'],
  [[slot, compose], [iso], 'initramfs', 'compose,slot'],
  [[slot, compose], [raw], '', 'compose,slot'],
  [[slot], [], '', 'slot'],
  [[tree, compose, initramfs], [], 'slot', 'compose,initramfs'],
];

for (const [there, outputs, made, read] of cases) {
  const ids = (some: Iterable<string>) => [...some].sort().join();
  const names = (some: Stage[]) => some.map(({ id }) => id).join() || 'nothing';
  test(`${names(outputs)} with ${names(there)} kept makes ${made || 'nothing'}`, () => {
    const needed = stagesNeeded(outputs, stages, (one) => there.includes(one));
    assert.deepEqual([ids(needed.made), ids(needed.read)], [made, read]);
  });
}
