import type { Command, SysimageView } from './engine.js';

export interface SysimageCommand extends Omit<Command, 'cwd' | 'view'>, Omit<SysimageView, 'kind'> {}

/**
 * A command of the engine that works on a root tree from outside, as scripts do which an installer runs before the
 * packages are there or without entering them: the tree is at /mnt/sysimage; everything else of the engine is
 * read-only, /dev has only the harmless nodes, /mnt, /run, /tmp and /var/tmp are empty, and there is no network.
 * A cancelled one dies with everything it started.
 */
export function sysimageCommand({ root, repo, ...command }: SysimageCommand): Command {
  return { ...command, view: { kind: 'sysimage', root, repo } };
}
