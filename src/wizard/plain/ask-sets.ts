import { changeSpec } from '../edit-form.js';
import { packageSets, setState, toggleSet } from '../packages/sets.js';
import { askMenu } from './menu.js';
import type { PlainPorts } from './plain-ports.js';

/** Adds sets of packages, or takes them off, until there are enough. */
export async function askSets(ports: PlainPorts): Promise<void> {
  const { talk } = ports;
  for (let isKnown = false; ; isKnown = true) {
    const before = ports.state().spec.packages ?? [];
    const answered = await askMenu(talk, {
      items: packageSets.map((set) => {
        const how = { whole: ', chosen', part: ', partly chosen', none: '' }[setState(set, before)];
        return `${set.title}${how}. ${set.purpose}`;
      }),
      prompt: 'Number of a set to add or take off, Enter when done',
      usual: null,
      help: packageSets.map(({ title, packages }) => `${title}: ${packages.join(' ')}`),
      isKnown,
    });
    if (!('at' in answered)) return;
    const set = packageSets[answered.at];
    if (set === undefined) continue;
    const state = ports.state();
    const packages = toggleSet(set, before);
    await ports.keep(changeSpec(state, { ...state.spec, packages }));
    const added = packages.filter((name) => !before.includes(name));
    const lost = before.filter((name) => !packages.includes(name));
    const what = [
      ...(added.length > 0 ? [`added ${added.join(' ')}`] : []),
      ...(lost.length > 0 ? [`removed ${lost.join(' ')}`] : []),
    ];
    talk.say(`${set.title}: ${what.join('; ') || 'nothing of it can be taken off'}.`);
  }
}
