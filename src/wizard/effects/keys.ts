import { homeFolder } from '../../base/fs/person-folder.js';
import { type KeyHosts, keyHosts } from '../../config/fields/key-person.js';
import { fetchKeys, readKeyFile, readOwnKeys } from '../../doctor/ssh-keys.js';
import type { Request } from '../model/request.js';
import type { Ports } from './ports.js';

/** Public keys in the ~/.ssh of the person at this machine. */
export async function lookForKeys({ env, dispatch }: Ports): Promise<void> {
  dispatch({ type: 'own-keys', ...(await readOwnKeys(homeFolder(env))) });
}

/**
 * Keys of a file, or of a person at a site.
 * @throws Failure when there are none
 */
export async function readKeys(
  { dir, env, signal, dispatch }: Ports,
  { field, from }: Extract<Request, { type: 'read-keys' }>,
  hosts: KeyHosts = keyHosts,
): Promise<void> {
  const found =
    typeof from === 'string'
      ? await readKeyFile(from, { dir, home: homeFolder(env) })
      : await fetchKeys(from, { signal, hosts });
  dispatch({ type: 'keys', field, ...found });
}
