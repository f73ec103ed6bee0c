import path from 'node:path';
import { Failure, missingHere } from '../../base/failure.js';
import { type Environment, personFolder } from '../../base/fs/person-folder.js';
import { readSmallText } from '../../base/fs/read-small-file.js';
import { unreadableReason } from '../../base/fs/regular-file.js';
import { t } from '../../base/language/texts.js';
import { isAuthorizedKey } from '../../config/fields/ssh-key.js';
import { createNativeEngine } from '../../engine/native/native.js';
import { updateNamespace } from './update-manifest.js';

/** The key that signs updates: the one that a project names, else a person's own. */
export function signingKeyFile({ signingKey }: { signingKey: string | null }, env: Environment): string {
  return signingKey ?? path.join(personFolder(env, 'XDG_CONFIG_HOME', '.config'), 'update-key');
}

/**
 * The public half of a signing key, as a line of authorized_keys has it, without its comment. ssh-keygen writes it
 * beside the private one.
 * @param file A private key, or the public one of a key that ssh-agent holds.
 * @throws Failure (exit status 3) for a file that is missing, or that is not a public key.
 */
export async function publicKeyOf(file: string): Promise<string> {
  const publicFile = file.endsWith('.pub') ? file : `${file}.pub`;
  const text = await readSmallText(publicFile).catch((error) => {
    throw unusable(publicFile, unreadableReason(error));
  });
  const line = text.trim();
  if (!isAuthorizedKey(line)) throw unusable(publicFile, t`It is not a public SSH key.`);
  return line.split(/\s+/).slice(0, 2).join(' ');
}

/**
 * Makes a key that signs updates, without a passphrase, and its public half beside it (`.pub`).
 * @throws Failure (exit status 3) where it cannot be written.
 */
export async function makeSigningKey(file: string, signal: AbortSignal): Promise<void> {
  await sshKeygen(file, ['-q', '-t', 'ed25519', '-N', '', '-C', 'tmpfsroot updates', '-f', file], '', signal);
}

/**
 * Signs the manifest of an update: an SSH signature (OpenSSH's PROTOCOL.sshsig), for which every machine has the
 * program, keys may lie in an agent or a token, and devices that run sshd have what checks it.
 * @throws Failure (exit status 3) for a key that cannot be used.
 */
export async function signManifest(manifest: string, keyFile: string, signal: AbortSignal): Promise<string> {
  return await sshKeygen(
    keyFile,
    ['-Y', 'sign', '-q', '-n', updateNamespace, '-f', keyFile],
    manifest,
    signal,
  );
}

async function sshKeygen(
  keyFile: string,
  args: readonly string[],
  input: string,
  signal?: AbortSignal,
): Promise<string> {
  const agent = process.env.SSH_AUTH_SOCK;
  try {
    const { stdout } = await createNativeEngine().run({
      program: 'ssh-keygen',
      args,
      input,
      // It must never ask for a passphrase, on a terminal or in a window.
      env: {
        SSH_ASKPASS: '/bin/false',
        SSH_ASKPASS_REQUIRE: 'force',
        ...(agent && { SSH_AUTH_SOCK: agent }),
      },
      purpose: t`signing updates`,
      capture: true,
      ...(signal === undefined ? {} : { signal }),
    });
    return stdout;
  } catch (error) {
    if (!(error instanceof Failure) || error.facts.lastLines === undefined) throw error;
    throw unusable(keyFile, error.facts.lastLines.at(-1) ?? error.facts.what);
  }
}

function unusable(keyFile: string, why: string): Failure {
  return missingHere({
    what: t`The key that signs updates cannot be used.`,
    where: keyFile,
    why,
    remedy: t`Make one with \`tmpfsroot-wizard keys\`, or name another with \`--signing-key FILE\`. If the key has a passphrase or is in a token, give it to ssh-agent and name its \`.pub\` file.`,
  });
}
