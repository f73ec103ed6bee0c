import type { Command, RootView } from './engine.js';

export interface ChrootCommand
  extends Omit<Command, 'cwd' | 'view'>,
    Pick<RootView, 'root'>,
    Partial<Omit<RootView, 'kind' | 'root'>> {}

/**
 * A command that runs inside a root tree (`enter`, the default), or with the root tree prepared for it: private
 * /proc, read-only /sys, a /dev with only the harmless nodes, empty /run and /tmp, host name `localhost`, and no network
 * unless it asks for one. Nothing of that is left in the tree. A cancelled one dies with everything it started.
 */
export function chrootCommand(options: ChrootCommand): Command {
  const { root, binds = [], enter = true, network = 'none', ...command } = options;
  return {
    ...command,
    view: { kind: 'root', root, binds, enter, network },
    env: { ...(enter ? { HOME: '/root' } : {}), SYSTEMD_OFFLINE: '1', ...command.env },
  };
}
