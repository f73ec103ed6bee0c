import { cpSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import type { TestContext } from 'node:test';
import { type ImageProjectOptions, writeImageProject } from '../e2e/image-project.js';
import { prepareTestbed } from '../testbed/index.js';
import { buildImage, type ContainerHost } from './containers.js';
import { publishedProgram } from './published-program.js';
import { type Ran, runProgram } from './run-program.js';

/** An image project of an ordinary user, whose programs run in containers. */
export interface ContainerProject {
  dir: string;
  cache: string;
  /** Words that run our program as that user. */
  words: readonly string[];
  env: Readonly<Record<string, string>>;
  /** Flags that name the engine. */
  engine: readonly string[];
  run(args: readonly string[], env?: Readonly<Record<string, string>>): Ran;
}

/** Writes the small image's project where the user may read and write it: repositories and program too. */
export async function containerProject(
  t: Pick<TestContext, 'after'>,
  { client, user, as, env: clientEnv }: ContainerHost,
  options: ImageProjectOptions = { name: 'small' },
): Promise<ContainerProject> {
  const testbed = await prepareTestbed();
  const at = (name: string) => path.join(user.scratch, name);
  const repositories = testbed.repositories.map(({ id, dir }, place) => {
    cpSync(dir, at(`repository-${place}`), { recursive: true });
    return {
      ...testbed.repositories[place],
      id,
      dir: at(`repository-${place}`),
    } as (typeof testbed.repositories)[0];
  });
  cpSync(testbed.key, at('key.asc'));
  const dir = at('project');
  await writeImageProject(dir, { ...testbed, repositories, key: at('key.asc') }, options);
  mkdirSync(at('cache'));
  const entry = publishedProgram(at('program'));
  user.own(user.scratch);
  const env = { ...clientEnv, CACHE_DIR: at('cache') };
  const words = [...as, process.execPath, entry];
  const engine = ['--engine', client, '--engine-image', buildImage];
  t.after(() => void runProgram('rm', ['-rf', at('cache'), dir]));
  return {
    ...{ dir, cache: at('cache'), words, env, engine },
    run: (args, more = {}) =>
      runProgram(
        words[0] as string,
        [...words.slice(1), ...args, ...(args.includes('--engine') ? [] : engine)],
        {
          cwd: dir,
          env: { ...env, ...more },
          timeoutMs: 20 * 60_000,
        },
      ),
  };
}
