import path from 'node:path';
import { Command } from 'commander';
import { exitStatus } from '../base/failure.js';
import { printText } from '../base/print-text.js';
import { formatBytes } from '../base/text/format.js';
import { publishUpdate } from '../serve/publish-update.js';
import type { RunCommand } from './command.js';
import { parseWith } from './parse.js';
import { folderOf } from './project-options.js';

/** `publish`: puts the built update where devices look for it. */
export const run: RunCommand = async (words, context) => {
  const parsed = parseWith(publishCommand(), words, context);
  if (parsed === null) return exitStatus.done;
  const { cwd, stdout, stderr, signal } = context;
  const json = parsed.options.json === true;
  const folder = path.resolve(cwd, parsed.args[0] as string);
  const { file, wasThere } = await publishUpdate(path.resolve(cwd, folderOf(parsed.options)), folder, {
    signal,
    onStart: (to, bytes) => printText(stderr, `Copying ${formatBytes(bytes)} to ${to}\n`),
  });
  const shown = path.relative(cwd, file) || file;
  const said = `${shown} ${wasThere ? 'was there already, and is' : 'is'} the latest update.`;
  printText(
    stdout,
    json ? `${JSON.stringify({ event: 'published', file: shown, wasThere })}\n` : `${said}\n`,
  );
  return exitStatus.done;
};

function publishCommand(): Command {
  return new Command('publish')
    .description('Copies the built update to a folder that a web server gives out, and names it the latest.')
    .argument('<DIR>', 'the folder; it is made if it does not exist')
    .option('-C <DIR>', "the image project's folder", '.')
    .option('--json', 'events as JSON lines on standard output')
    .addHelpText(
      'after',
      `
Devices look at the address of this folder, with a slash at its end (update.url). What they fetch at the moment stays;
delete old updates when no device needs them any more. Any web server and object store will do that sends parts of
files: copy the update first, and the file \`latest\` last.

Examples:
  tmpfsroot-wizard rebuild --output update
  tmpfsroot-wizard publish /srv/www/robot
  tmpfsroot-wizard serve --updates /srv/www/robot --address 0.0.0.0`,
    );
}
