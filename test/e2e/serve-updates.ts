import { startCli } from '../cli/start-cli.js';
import type { CuttableNetwork } from './cuttable-network.js';

/**
 * Gives out a folder of published updates on a network of virtual machines.
 * @returns Ends it; the end of the test run does, too.
 */
export async function serveUpdates(network: CuttableNetwork, folder: string): Promise<() => void> {
  const server = startCli(['serve', '--updates', folder, '--address', '127.0.0.1', '--port', '0'], {
    cwd: folder,
  });
  const end = () => {
    server.kill('SIGKILL');
  };
  // An interrupted test run ends without its hooks.
  process.once('exit', end);
  const address = await server.until(/http:\/\/127\.0\.0\.1:\d+/);
  network.leadTo(Number(address.split(':').at(-1)));
  return end;
}
