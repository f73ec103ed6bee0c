import type { Bind, Command, FoldersView, RootView, Share, SysimageView, View } from './engine.js';

export interface ChrootCommand
  extends Omit<Command, 'cwd' | 'view'>,
    Pick<RootView, 'root'>,
    Partial<Omit<RootView, 'kind' | 'root'>> {}

/**
 * A command that runs inside a root tree (`enter`, the default), or with the root tree prepared for it: private
 * /proc and /sys to look at, a /dev with only the harmless nodes, empty /run and /tmp, host name `localhost`. Nothing of
 * that is left in the tree. A cancelled one dies with everything it started.
 */
export function chrootCommand(options: ChrootCommand): Command {
  const { root, binds = [], enter = true, folders = [], ...command } = options;
  return {
    ...command,
    view: { kind: 'root', root, binds, enter, folders },
    env: { ...(enter ? { HOME: '/root' } : {}), SYSTEMD_OFFLINE: '1', ...command.env },
  };
}

export interface SysimageCommand extends Omit<Command, 'cwd' | 'view'>, Omit<SysimageView, 'kind'> {}

/**
 * A command of the engine that works on a root tree from outside, as scripts do which an installer runs before the
 * packages are there or without entering them: the tree is at /mnt/sysimage; of everything else there are the engine's
 * programs, read-only, and an empty /mnt, /run, /tmp and /var/tmp; /dev has only the harmless nodes. A cancelled one dies
 * with everything it started.
 */
export function sysimageCommand({ root, repo, ...command }: SysimageCommand): Command {
  return { ...command, view: { kind: 'sysimage', root, repo } };
}

export interface FoldersCommand extends Omit<Command, 'view'>, Omit<FoldersView, 'kind'> {}

/**
 * A command of the engine that opens files of a root tree by their names: it sees these folders and the engine's
 * programs, so that an absolute link of the tree leads nowhere else.
 */
export function foldersCommand({ folders, ...command }: FoldersCommand): Command {
  return { ...command, view: { kind: 'folders', folders } };
}

export function writable(path: string): Share {
  return { path, readOnly: false };
}

export function readOnly(path: string): Share {
  return { path, readOnly: true };
}

/** Files and folders that a view shows besides the engine's programs, in the order in which they are put there. */
export function shownIn(view: View): Bind[] {
  switch (view.kind) {
    case 'folders':
      return view.folders.map(bindOf);
    case 'sysimage':
      return [
        { from: view.root, to: '/mnt/sysimage' },
        ...(view.repo === null ? [] : [{ from: view.repo, to: '/run/install/repo', readOnly: true }]),
      ];
    case 'root':
      return [
        ...view.folders.map(bindOf),
        { from: view.root, to: view.root },
        ...view.binds.map((bind) => ({ ...bind, to: `${view.root}${bind.to}` })),
      ];
  }
}

function bindOf({ path, readOnly }: Share): Bind {
  return { from: path, to: path, readOnly };
}
