import { packageFile } from '../../base/fs/package-file.js';
import type { Command, View } from '../engine.js';
import { shownIn } from '../views.js';

/**
 * A command that gives its program the view which it asks for, by namespaces of its own: nothing of them is left
 * when it ends. As it is, if it asks for none.
 */
export function inOwnView(command: Command): Command {
  const { view, ...rest } = command;
  if (view === undefined) return command;
  return {
    ...rest,
    shownAs: command.shownAs ?? command.program,
    program: '/usr/bin/python3',
    args: [...viewWords(view, command.cwd), command.program, ...command.args],
  };
}

/**
 * Words for python3 that show a program a view; the program follows.
 * @param folder that it works in, by its name on this machine; absent: the root of the view
 */
export function viewWords(view: View, folder = ''): string[] {
  const shown = shownIn(view);
  return [
    ...['-I', '-S', packageFile('src/engine/native/view.py'), view.kind === 'root' ? view.root : ''],
    folder,
    String(shown.length),
    ...shown.flatMap(({ from, to, readOnly }) => [from, to, readOnly === true ? 'ro' : 'rw']),
    ...(view.kind === 'root' && view.enter ? ['chroot', view.root] : []),
  ];
}
