import { stat } from 'node:fs/promises';
import path from 'node:path';
import { Command } from 'commander';
import { badInput, exitStatus } from '../base/failure.js';
import { makeFolder } from '../base/fs/make-folder.js';
import { printText } from '../base/print-text.js';
import { makeSigningKey, publicKeyOf, signingKeyFile } from '../image/update/sign-manifest.js';
import { projectFileName } from '../project/folder/project.js';
import type { RunCommand } from './command.js';
import { parseWith } from './parse.js';

/** `keys`: makes the key that signs updates, where there is none, and prints its public half. */
export const run: RunCommand = async (words, context) => {
  const parsed = parseWith(keysCommand(), words, context);
  if (parsed === null) return exitStatus.done;
  const { cwd, env, signal, stdout, stderr } = context;
  const given = parsed.args[0] ?? (env.SIGNING_KEY || null);
  const file = signingKeyFile({ signingKey: given === null ? null : path.resolve(cwd, given) }, env);
  if (!(await isThere(file))) {
    await refuseProject(file);
    await makeFolder(path.dirname(file), 0o700);
    await makeSigningKey(file, signal);
    printText(
      stderr,
      `Made ${file}\nWhoever has this file can sign updates. Without it you cannot: keep a copy in a safe place.\n`,
    );
  }
  printText(stdout, `${await publicKeyOf(file)}\n`);
  return exitStatus.done;
};

function keysCommand(): Command {
  return new Command('keys')
    .description('Prints the public key of updates; makes the key first where there is none.')
    .argument('[FILE]', 'the private key, else $XDG_CONFIG_HOME/tmpfsroot-wizard/update-key')
    .addHelpText(
      'after',
      `
Images that shall take updates name the public key in update.keys of
tmpfsroot.json. Keys are those of OpenSSH: ssh-keygen makes others.

Examples:
  tmpfsroot-wizard keys
  tmpfsroot-wizard build --output update --update-key "$(tmpfsroot-wizard keys)"`,
    );
}

async function isThere(file: string): Promise<boolean> {
  return (await stat(file).catch(() => null)) !== null;
}

/** A project's folder is copied, shared and kept in git. */
async function refuseProject(file: string): Promise<void> {
  const folder = path.dirname(file);
  if (!(await isThere(path.join(folder, projectFileName)))) return;
  throw badInput({
    what: 'A private key does not belong into a project folder, which is shared.',
    where: file,
    remedy: 'Name a file elsewhere, or none: tmpfsroot-wizard keys',
  });
}
