import { createHash } from 'node:crypto';
import path from 'node:path';
import { stageFailed } from '../base/failure.js';
import { readSmallText } from '../base/fs/read-small-file.js';
import { t } from '../base/language/texts.js';
import type { TaskContext } from '../engine/progress.js';

/**
 * Kind, mode and path of everything below a folder, of what is no folder its size and target too. Owners are not
 * among it: each user namespace shows others. Nor are times: later stages set them through hard links.
 */
const list = `cd "$1"; find . -mindepth 1 \\( -type d -printf '%y %m %P\\0' -o -printf '%y %m %s %P %l\\0' \\) |
  LC_ALL=C sort -z | sha256sum`;

/**
 * A digest of what lies in the folder of a stage's result: of its facts, and of the listing of all files. It changes
 * with what goes missing or has another size; what changes within a file, it does not show.
 * @throws Failure (exit status 1) when not all of it can be listed.
 */
export async function stageListing({ engine, signal }: TaskContext, dir: string): Promise<string> {
  const complaints: string[] = [];
  const { stdout } = await engine.run({
    program: 'sh',
    args: ['-euc', list, 'sh', dir],
    purpose: t`listing the result of a stage`,
    capture: true,
    handlesTree: true,
    onLine: (line, from) => void (from === 'stderr' && complaints.push(line)),
    signal,
  });
  if (complaints.length > 0) {
    throw stageFailed({
      what: t`The result of a stage in the cache cannot be read.`,
      where: dir,
      why: complaints[0] ?? '',
      remedy: t`Run it as the user and with the engine that made it.`,
    });
  }
  const facts = await readSmallText(path.join(dir, 'facts.json')).catch(() => '');
  return createHash('sha256').update(`${stdout}${facts}`).digest('hex');
}
