import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { TestContext } from 'node:test';
import { type OrdinaryUser, ordinaryUser } from '../helpers/ordinary-user.js';
import { publishedProgram } from '../helpers/published-program.js';
import { mustRun } from '../helpers/run-program.js';
import type { CliProject } from './cli-project.js';
import { type StartedCli, startCli } from './start-cli.js';

/** The same project in the hands of somebody else, with a cache of its own that has the packages. */
export interface TheirProject {
  user: OrdinaryUser;
  dir: string;
  cacheDir: string;
  start(words: readonly string[], prepare?: string): StartedCli;
}

export function theirs(t: TestContext, project: CliProject): TheirProject {
  const user = ordinaryUser(t);
  const entry = publishedProgram(path.join(user.scratch, 'program'));
  const dir = path.join(user.scratch, 'project');
  const cacheDir = path.join(user.scratch, 'cache');
  mustRun('mkdir', [cacheDir]);
  mustRun('cp', ['-a', project.dir, dir]);
  const packages = path.join(project.cacheDir, 'packages');
  if (existsSync(packages)) mustRun('cp', ['-a', packages, cacheDir]);
  mustRun('rm', ['-rf', path.join(dir, 'output')]);
  bringKey(dir, project);
  user.own(user.scratch);
  const start: TheirProject['start'] = (words, prepare) =>
    startCli(words, {
      ...{
        cwd: dir,
        entry,
        as: user.as,
        env: { ...user.env, CACHE_DIR: cacheDir, TMPFSROOT_ENGINE: 'native' },
      },
      ...(prepare === undefined ? {} : { prepare }),
    });
  return { user, dir, cacheDir, start };
}

/** The test bed may lie where only root can enter: the project gets a copy of its key. */
function bringKey(dir: string, { testbed: { key } }: CliProject): void {
  const file = path.join(dir, 'tmpfsroot.json');
  const copy = path.join(dir, path.basename(key));
  copyFileSync(key, copy);
  writeFileSync(file, readFileSync(file, 'utf8').replaceAll(key, copy));
}
