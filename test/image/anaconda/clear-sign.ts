import { rmSync } from 'node:fs';
import { mustRun } from '../../helpers/run-program.js';
import { newFolder } from '../../helpers/scratch.js';

/** A throw-away key that signs texts as Fedora signs its CHECKSUM files. */
export interface TextKey {
  /** ASCII-armoured. */
  publicKey: string;
  /** The text with a signature around it. */
  clearSign(text: string): string;
}

/** Makes a key that is gone when the test is over. */
export function textKey(t: { after(undo: () => void): void }, user: string): TextKey {
  // Under /tmp: the agent's socket has a path limit of about 100 characters.
  const home = newFolder('tfr-textkey-');
  const env = { GNUPGHOME: home };
  const gpg = (args: string[], input = '') =>
    mustRun('gpg', ['--batch', '--quiet', '--passphrase', '', ...args], { env, input });
  t.after(() => {
    mustRun('gpgconf', ['--kill', 'all'], { env });
    rmSync(home, { recursive: true, force: true, maxRetries: 10 });
  });
  gpg(['--quick-generate-key', user, 'rsa3072', 'sign', 'never']);
  return {
    publicKey: gpg(['--armor', '--export']),
    clearSign: (text) => gpg(['--clear-sign'], text),
  };
}
