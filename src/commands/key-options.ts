import { badInput } from '../base/failure.js';
import { homeFolder } from '../base/fs/person-folder.js';
import { printText } from '../base/print-text.js';
import { keyFacts } from '../config/fields/key-facts.js';
import { type KeyHosts, keyHosts, readPerson } from '../config/fields/key-person.js';
import { fetchKeys, readKeyFile } from '../doctor/ssh-keys.js';
import type { CommandContext } from './command.js';

const flag = '--ssh-key';

/**
 * Parsed options in which `--ssh-key @FILE`, `gh:NAME` and `gl:NAME` are the keys themselves, which standard error lists:
 * no spec holds what may be another key tomorrow.
 * @throws Failure as the reading of keys does
 */
export async function withFoundKeys(
  options: Readonly<Record<string, unknown>>,
  { cwd, env, signal, stderr }: Pick<CommandContext, 'cwd' | 'env' | 'signal' | 'stderr'>,
  hosts: KeyHosts = keyHosts,
): Promise<Readonly<Record<string, unknown>>> {
  const { sshKey } = options;
  if (!Array.isArray(sshKey)) return options;
  const keys: string[] = [];
  for (const given of sshKey as string[]) {
    const person = readPerson(given);
    if (typeof person === 'string') throw badInput({ what: person, where: flag });
    if (person === null && !given.startsWith('@')) {
      keys.push(given);
      continue;
    }
    const found =
      person === null
        ? await readKeyFile(given.slice(1), { dir: cwd, home: homeFolder(env) })
        : await fetchKeys(person, { signal, hosts });
    for (const text of found.leftOut) printText(stderr, `${flag} ${given}: left out: ${text}\n`);
    for (const key of found.keys) printText(stderr, `${flag} ${given}: ${shown(key)}\n`);
    keys.push(...found.keys);
  }
  return { ...options, sshKey: [...new Set(keys)] };
}

function shown(key: string): string {
  const { type, fingerprint, comment } = keyFacts(key);
  return [type, fingerprint, comment].join(' ').trim();
}
