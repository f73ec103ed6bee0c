import path from 'node:path';
import { Command } from 'commander';
import { badInput, exitStatus } from '../base/failure.js';
import { serveImage } from '../serve/serve-image.js';
import type { ServeRequest } from '../serve/serve-until-stopped.js';
import { serveUpdates } from '../serve/serve-updates.js';
import type { RunCommand } from './command.js';
import { parseWith } from './parse.js';
import { folderOf } from './project-options.js';

/** `serve`: serves output/pxe over HTTP, for devices that install themselves, or a folder of updates. */
export const run: RunCommand = async (words, context) => {
  const parsed = parseWith(serveCommand(), words, context);
  if (parsed === null) return exitStatus.done;
  const projectDir = path.resolve(context.cwd, folderOf(parsed.options));
  const { updates } = parsed.options;
  const request = serveRequest(parsed.options);
  if (typeof updates === 'string') await serveUpdates(request, path.resolve(context.cwd, updates), context);
  else await serveImage(request, projectDir, context);
  return exitStatus.done;
};

export function serveCommand(): Command {
  return new Command('serve')
    .description(
      'Serves output/pxe over HTTP: devices boot from it by iPXE and install themselves. Or updates, with --updates.',
    )
    .option('-C <DIR>', "the image project's folder", '.')
    .option('--updates <DIR>', 'serve this folder, which `publish` fills, instead')
    .option('--port <N>', 'TCP port; 0 takes a free one', '8080')
    .option('--address <IP>', 'address of this machine to serve on; 0.0.0.0 takes all', '127.0.0.1')
    .option('--json', 'events as JSON lines on standard output')
    .addHelpText(
      'after',
      `
Without --address only this machine reaches it. Ctrl-C stops it. Any other web server works too: no file contains an
address.

Examples:
  tmpfsroot-wizard build --output pxe --unattended
  tmpfsroot-wizard serve --address 0.0.0.0
  tmpfsroot-wizard serve --address 192.168.1.5 --port 80
  tmpfsroot-wizard serve --updates /srv/updates/robot --address 0.0.0.0`,
    );
}

/**
 * Reads what commander parsed.
 * @throws Failure with exit status 2 for a port that is not valid.
 */
export function serveRequest(options: Readonly<Record<string, unknown>>): ServeRequest {
  const port = String(options.port);
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) {
    throw badInput({
      what: `\`--port ${port}\` is not a valid port.`,
      remedy: 'Give a number from 0 to 65535: --port 8080',
    });
  }
  return { address: String(options.address), port: Number(port), json: options.json === true };
}
