import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { TaskContext } from './progress.js';

/**
 * What packages say of themselves, in the order of the files: rpm's answer to a query format (rpm-queryformat(7)).
 * Nothing is verified here; what is in the store has been.
 * @param scratch gets the answer, which may be long
 * @param purpose for messages: "reading the packages' names"
 */
export async function queryPackages(
  ctx: TaskContext,
  files: readonly string[],
  format: string,
  scratch: string,
  purpose: string,
): Promise<string> {
  const answer = path.join(scratch, 'headers');
  await ctx.engine.run({
    program: 'rpm',
    args: ['-qp', '--nosignature', '--nodigest', '--qf', format, ...files],
    stdoutFile: answer,
    purpose,
    signal: ctx.signal,
  });
  return await readFile(answer, 'utf8');
}
