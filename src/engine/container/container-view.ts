import { packageFile } from '../../base/fs/package-file.js';
import type { Command } from '../engine.js';
import type { Prepared } from '../supervise.js';

/** How a program is started in a container whose mounts give it the view that its command asks for. */
export function withOwnView(command: Command): Prepared {
  const { program, args, view, purpose, signal } = command;
  if (view?.kind !== 'root') return { program, args };
  const { root, binds, enter } = view;
  const points = binds.map(({ to }) => to).filter((to) => !/^\/(run|tmp)\//.test(to));
  const script = (name: string) => packageFile(`src/engine/container/${name}`);
  return {
    program: 'sh',
    args: [script('root-view.sh'), root, ...(enter ? ['chroot', root] : []), program, ...args],
    // In the container that has no mounts of its own, before this one is made.
    check: {
      program: 'sh',
      args: [
        ...[script('check-mount-points.sh'), root],
        ...['/proc', '/sys', '/dev', '/run', '/tmp', ...points],
      ],
      purpose,
      ...(signal === undefined ? {} : { signal }),
    },
  };
}
