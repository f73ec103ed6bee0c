import { readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newFolder } from '../helpers/scratch.js';
import { run } from './run.js';

/** A throw-away signing key in a GnuPG home of its own. */
export interface SigningKey {
  readonly fingerprint: string;
  /** ASCII-armoured. */
  readonly publicKey: string;
  /** Signs RPM files in place. */
  sign(files: readonly string[]): Promise<void>;
  /** Ends the agent and removes the secret. */
  discard(): Promise<void>;
}

/** Removes the homes of processes that were killed; their agents end when the folder is gone. */
function sweep(): void {
  for (const name of readdirSync(tmpdir())) {
    const pid = /^tfr-key-(\d+)-/.exec(name)?.[1];
    if (pid === undefined) continue;
    try {
      process.kill(Number(pid), 0);
    } catch {
      rmSync(join(tmpdir(), name), { recursive: true, force: true });
    }
  }
}

/** Makes a key. */
export async function createKey(user: string): Promise<SigningKey> {
  // Under /tmp: the agent's socket has a path limit of about 100 characters.
  sweep();
  const home = newFolder(`tfr-key-${process.pid}-`);
  const env = { GNUPGHOME: home };
  const gpg = (...args: string[]) => run('gpg', ['--batch', '--quiet', ...args], { env });
  await gpg('--passphrase', '', '--quick-generate-key', user, 'rsa4096', 'sign', 'never');
  const listing = await gpg('--with-colons', '--list-keys');
  const fingerprint = /^fpr:+([0-9A-F]{40}):/m.exec(listing)?.[1];
  if (fingerprint === undefined) throw new Error('gpg made no key');
  return {
    fingerprint,
    publicKey: await gpg('--armor', '--export', fingerprint),
    sign: async (files) => {
      const macros = [
        '__gpg /usr/bin/gpg',
        `_gpg_name ${fingerprint}`,
        `_gpg_path ${home}`,
        '_gpg_digest_algo sha256',
      ];
      await run('rpmsign', ['--addsign', ...macros.flatMap((each) => ['--define', each]), ...files], { env });
    },
    discard: async () => {
      await run('gpgconf', ['--kill', 'all'], { env }).catch(() => '');
      rmSync(home, { recursive: true, force: true });
    },
  };
}
