import type { Command } from '../../src/engine/engine.js';
import { chrootCommand, foldersCommand, sysimageCommand, writable } from '../../src/engine/views.js';

/**
 * Each way in which programs of others, or ours on files of others, are run.
 * @param attack lines of sh
 */
export function attacksOn(root: string, attack: string): Record<string, Command> {
  const shared = { program: 'sh', args: ['-c', attack], purpose: 'attacking', capture: true };
  const usr = { from: '/usr', to: '/usr', readOnly: true };
  return {
    'in the tree': chrootCommand({ ...shared, root, binds: [usr] }),
    'beside the tree, as rpm': chrootCommand({ ...shared, root, enter: false }),
    'with the tree at /mnt/sysimage': sysimageCommand({ ...shared, root, repo: null }),
    'with folders': foldersCommand({ ...shared, folders: [writable(root)] }),
  };
}
