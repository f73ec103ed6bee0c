import path from 'node:path';
import { exitStatus } from '../base/failure.js';
import { bootImage } from '../vm/boot-image.js';
import { bootCommand, bootRequest } from './boot-arguments.js';
import type { RunCommand } from './command.js';
import { parseWith } from './parse.js';
import { folderOf } from './project-options.js';

/** `boot`: boots what was built in QEMU; with `--iso` or `--network` installs it first. */
export const run: RunCommand = async (words, context) => {
  const parsed = parseWith(bootCommand(), words, context);
  if (parsed === null) return exitStatus.done;
  const projectDir = path.resolve(context.cwd, folderOf(parsed.options));
  await bootImage(bootRequest(parsed.options), projectDir, context);
  return exitStatus.done;
};
