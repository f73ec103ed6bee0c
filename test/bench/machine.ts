import { readFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';
import { engine } from './program.js';

/** What figures are worth nothing without: when, where and with what they were measured, as a Markdown list. */
export function machineLines(args: readonly string[]): string[] {
  const system =
    /^PRETTY_NAME="?([^"\n]*)/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1] ?? 'unknown system';
  const load = loadavg().map((one) => one.toFixed(1));
  return [
    `- Date: ${new Date().toISOString().slice(0, 10)}`,
    `- Command: \`${['npm run bench', ...(args.length > 0 ? ['--', ...args] : [])].join(' ')}\``,
    `- Machine: ${availableParallelism()} processors (${cpus()[0]?.model.trim() ?? 'unknown'}), ${(totalmem() / 2 ** 30).toFixed(0)} GiB of memory, ${system}, Node.js ${process.versions.node}`,
    `- Engine: ${engine}`,
    `- Load at the end (1, 5 and 15 minutes): ${load.join(', ')}`,
  ];
}
