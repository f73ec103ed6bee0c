import { bootImage, usualBoot } from '../../pipeline/boot-image.js';
import { planRun } from '../../pipeline/plan-run.js';
import { planLines } from '../../pipeline/plan-text.js';
import { runImage } from '../../pipeline/run-image.js';
import { openProject } from '../../project/open-project.js';
import { writeProject } from '../../project/write-project.js';
import { Failure } from '../../spec/failure.js';
import type { ImageSpec } from '../../spec/image-spec.js';
import type { Ports } from '../effects/ports.js';
import type { NewFacts } from '../events.js';
import { failureLines, resultLines } from '../run/result-text.js';
import type { Request } from '../state.js';
import type { PlainTalk } from './plain-talk.js';

/**
 * Builds or boots with plain lines.
 * @throws Failure (exit status 130) when interrupted: there is no screen to come back to
 */
export async function runPlainly(
  ports: Ports,
  request: Extract<Request, { type: 'run' | 'boot' }>,
  shown: ImageSpec,
  talk: PlainTalk,
): Promise<NewFacts> {
  const { dir, env, stdin, stdout, stderr, signal } = ports;
  if (request.type === 'boot') {
    await bootImage(usualBoot, dir, { cwd: dir, env, stdin, stdout, stderr, signal });
    return {};
  }
  const { spec, relock } = request;
  if (spec !== null) await writeProject(dir, spec);
  const saved = { saved: shown };
  try {
    const project = await openProject({ dir, for: 'build', ...(spec === null ? { env } : {}) });
    for (const line of planLines(await planRun(project, { env }), relock)) talk.say(line);
    const result = await runImage({
      project,
      lock: relock ? 'renew' : 'when-needed',
      context: { stdout, stderr, env, signal },
      plain: true,
    });
    for (const line of resultLines(result)) talk.say(line);
    return { ...saved, result: { kind: 'done', result } };
  } catch (error) {
    if (signal.aborted || !(error instanceof Failure)) throw error;
    for (const line of failureLines(error)) talk.say(line);
    return { ...saved, result: { kind: 'failed', failure: error } };
  }
}
