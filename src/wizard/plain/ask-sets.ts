import { t, translated } from '../../base/language/texts.js';
import { changeSpec } from '../model/edit-form.js';
import { packageSets, setState, toggleSet } from '../packages/sets.js';
import { askMenu } from './menu.js';
import type { PlainPorts } from './plain-ports.js';

/** Adds sets of packages, or takes them off, until there are enough. */
export async function askSets(ports: PlainPorts): Promise<void> {
  const { io } = ports;
  for (let isKnown = false; ; isKnown = true) {
    const before = ports.state().spec.packages ?? [];
    const answered = await askMenu(io, {
      items: packageSets.map((set) => {
        const how = { whole: t`, chosen`, part: t`, partly chosen`, none: '' }[setState(set, before)];
        return `${translated(set.title)}${how}. ${translated(set.purpose)}`;
      }),
      prompt: t`Number of a set to add or take off, Enter when done`,
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
      ...(added.length > 0 ? [t`added ${added.join(' ')}`] : []),
      ...(lost.length > 0 ? [t`removed ${lost.join(' ')}`] : []),
    ];
    io.say(t`${translated(set.title)}: ${what.join('; ') || t`nothing of it can be taken off`}.`);
  }
}
