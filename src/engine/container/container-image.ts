import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Failure, missingHere } from '../../base/failure.js';
import { packageFile } from '../../base/fs/package-file.js';
import { proxyVariables } from '../../base/http/proxy-variables.js';
import { t } from '../../base/language/texts.js';
import type { Engine } from '../engine.js';
import type { TaskContext } from '../progress.js';
import type { ClientRecord, UsableClient } from './container-client.js';

/** An image that containers are made of. */
export interface EngineImage {
  /** As a person knows it. */
  name: string;
  /** Digest by which the client knows it. */
  id: string;
}

/** Fedora's own images, one a release. */
export function fedoraImage(release: number): string {
  return `registry.fedoraproject.org/fedora:${release}`;
}

/** Name of the image that we make: another text of its Containerfile, or another base, has another name. */
export async function ownImageName(release: number): Promise<string> {
  const text = await readFile(packageFile('src/engine/container/Containerfile'), 'utf8');
  const digest = createHash('sha256')
    .update(`${fedoraImage(release)}\n${text}`)
    .digest('hex');
  return `localhost/tmpfsroot-wizard:${release}-${digest.slice(0, 12)}`;
}

/**
 * The image if this machine has it, else null.
 * @param native runs the client
 */
export async function presentImage(
  native: Engine,
  client: UsableClient,
  name: string,
  signal: AbortSignal,
): Promise<EngineImage | null> {
  const { status, stdout } = await native.run({
    program: client.program,
    args: ['image', 'inspect', '--format', '{{.Id}}', name],
    purpose: t`looking for the image ${name}`,
    env: clientEnvironment(),
    capture: true,
    okStatuses: [0, 1, 125],
    signal,
  });
  return status === 0 ? { name, id: stdout.trim() } : null;
}

/**
 * Makes our image of Fedora's, which takes some minutes and some hundred MiB from the network.
 * @param isAutomatic nobody asked for this engine: it is the first that works here
 * @throws Failure (exit status 3) when it cannot be made.
 */
export async function makeImage(
  ctx: TaskContext,
  client: UsableClient & Pick<ClientRecord, 'proxyArgs'>,
  release: number,
  name: string,
  isAutomatic: boolean,
): Promise<void> {
  const base = fedoraImage(release);
  // The build reads nothing else.
  const context = await mkdtemp(path.join(tmpdir(), 'tmpfsroot-image-'));
  try {
    await runClient(ctx, client, {
      args: [
        ...[
          'build',
          '--tag',
          name,
          '--build-arg',
          `BASE=${base}`,
          ...client.proxyArgs(Object.keys(proxyVariables())),
        ],
        ...['--file', packageFile('src/engine/container/Containerfile'), context],
      ],
      purpose: t`building the image ${name} from ${base}`,
      ...imageAdvice(client.name, base, isAutomatic),
    });
  } finally {
    await rm(context, { recursive: true, force: true });
  }
}

/**
 * What is said when our image cannot be made. Another engine is not taken without being asked for: it would build with
 * other versions of the programs.
 */
export function imageAdvice(
  client: string,
  base: string,
  isAutomatic: boolean,
): { why?: string; remedy: string } {
  return {
    ...(isAutomatic
      ? { why: t`The engine \`auto\` took ${client}, which works here, but its image needs \`${base}\`.` }
      : {}),
    remedy: t`Build with this machine's own programs: \`--engine native\` (tmpfsroot-wizard doctor lists what is missing). Or name an image that has the programs: \`--engine-image IMAGE\`.`,
  };
}

/**
 * Fetches an image that a person named.
 * @throws Failure (exit status 3) when it cannot be had.
 */
export async function pullImage(ctx: TaskContext, client: UsableClient, name: string): Promise<void> {
  await runClient(ctx, client, {
    args: ['pull', name],
    purpose: t`fetching the image ${name}`,
    remedy: t`Check the name; the local images are listed by: ${client.name} images. Or build with this machine's own programs: \`--engine native\`.`,
  });
}

async function runClient(
  ctx: TaskContext,
  client: UsableClient,
  { args, purpose, ...advice }: { args: string[]; purpose: string; why?: string; remedy: string },
): Promise<void> {
  try {
    await ctx.engine.run({
      program: client.program,
      shownAs: `${client.name} ${args[0]}`,
      args,
      purpose,
      env: clientEnvironment(),
      signal: ctx.signal,
      onLine: (line) => ctx.progress.status(line.trim()),
    });
  } catch (error) {
    if (!(error instanceof Failure) || error.exitStatus !== 1) throw error;
    const known = error.facts.remedy;
    const why = [error.facts.why, advice.why].filter((one) => one !== undefined).join(' ');
    throw missingHere({
      ...error.facts,
      wayOut: { path: 'engine.use', value: 'native', text: '--engine native' },
      ...(why === '' ? {} : { why }),
      remedy:
        known === undefined ? advice.remedy : t`${known.replace(/[.;。]$/, '')}. Otherwise: ${advice.remedy}`,
    });
  }
}

/** A client finds its storage, settings and daemon by the person's own environment. */
function clientEnvironment(): Record<string, string> {
  const own = Object.entries(process.env).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  return { ...Object.fromEntries(own), ...proxyVariables() };
}
