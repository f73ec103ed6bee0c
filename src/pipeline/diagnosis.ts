import { access, constants, mkdir, statfs } from 'node:fs/promises';
import { type Distribution, readDistribution } from '../engine/distribution.js';
import type { Engine } from '../engine/engine.js';
import { findRights } from '../engine/own-rights.js';
import { checkPrograms, type ProgramState, packagesOf } from '../engine/program-check.js';
import { installLine, type ProgramPurpose, programPurposes } from '../engine/programs.js';
import { type Rights, rightsLines } from '../engine/rights.js';
import { cacheFolder } from '../rpm/cache-folder.js';
import { type KvmVerdict, probeKvm } from '../vm/kvm.js';
import { automaticEngine, diagnoseEngines, type EngineDiagnosis, engineLines } from './engine-diagnosis.js';
import { formatBytes } from './format.js';

/** The folder for packages and stages. */
export interface CacheState {
  folder: string;
  writable: boolean;
  /** Bytes, null when it cannot be told. */
  free: number | null;
}

/** What this machine has and lacks for locking, building and booting images. */
export interface Diagnosis {
  distribution: Distribution;
  programs: readonly ProgramState[];
  kvm: KvmVerdict;
  /** We are root. */
  root: boolean;
  rights: Omit<Rights, 'isRoot'>;
  /** Container clients. */
  engines: EngineDiagnosis;
  cache: CacheState;
}

/** Looks at this machine; probes KVM where QEMU is there, which can take some seconds. */
export async function diagnose(
  engine: Engine,
  { env, signal }: { env: NodeJS.ProcessEnv; signal: AbortSignal },
): Promise<Diagnosis> {
  const cacheDir = cacheFolder({ cacheDir: env.CACHE_DIR || null }, env);
  const cache = await inspectCache(cacheDir);
  const [distribution, programs, { way, states }, engines] = await Promise.all([
    readDistribution(),
    checkPrograms(engine, programPurposes),
    findRights(engine),
    diagnoseEngines(env),
  ]);
  const canProbe = programs.some(
    ({ program, path }) => program.name === 'qemu-system-x86_64' && path !== null,
  );
  const kvm = canProbe
    ? await probeKvm({ engine, cacheDir, signal })
    : { works: false, why: 'not tried, as QEMU is missing' };
  const root = process.geteuid?.() === 0;
  return { distribution, programs, kvm, root, rights: { way, states }, engines, cache };
}

async function inspectCache(folder: string): Promise<CacheState> {
  try {
    await mkdir(folder, { recursive: true });
    await access(folder, constants.W_OK);
  } catch {
    return { folder, writable: false, free: null };
  }
  const { bavail, bsize } = await statfs(folder);
  return { folder, writable: true, free: bavail * bsize };
}

/** Programs that are missing. */
export function missingOf({ programs }: Diagnosis): ProgramState[] {
  return programs.filter(({ path }) => path === null);
}

/**
 * Purposes that every command does all its work without: what only the wizard's screens use, one way of several, and
 * where a container engine works what its image has.
 */
function sparedPurposes({ engines }: Diagnosis): readonly ProgramPurpose[] {
  const inImage = automaticEngine(engines) === null ? [] : (['lock', 'build', 'anaconda'] as const);
  return ['wizard', 'rootless', ...inImage];
}

/** Whether nothing that is missing keeps any command from its work. */
function isSpared(diagnosis: Diagnosis): boolean {
  const spared = sparedPurposes(diagnosis);
  return missingOf(diagnosis).every(({ program }) => program.purposes.every((one) => spared.includes(one)));
}

/** Whether all that is needed is there. KVM is no need: it only makes virtual machines faster. */
export function isComplete(diagnosis: Diagnosis): boolean {
  const { cache, rights, engines } = diagnosis;
  const canMakeTrees = rights.way !== null || automaticEngine(engines) !== null;
  return isSpared(diagnosis) && cache.writable && canMakeTrees;
}

/** The diagnosis for people; its last lines say what is missing and how to get it. */
export function diagnosisText(diagnosis: Diagnosis): string {
  const { distribution, programs, kvm, rights, engines, cache } = diagnosis;
  const width = Math.max(...programs.map(({ program }) => program.name.length));
  const rows = programs.map(({ program, path }) => {
    const name = `${path === null ? 'missing' : 'here   '}  ${program.name.padEnd(width)}`;
    return `${name}  ${program.purposes.join('+').padEnd(10)}  ${program.use}`;
  });
  const missing = missingOf(diagnosis);
  const space = cache.free === null ? '' : `, ${formatBytes(cache.free)} free`;
  return `${[
    distribution.title,
    '',
    ...rows,
    '',
    `Virtual machines: ${kvm.works ? 'KVM works.' : `slow, without KVM: ${kvm.why}.`}`,
    ...engineLines(engines),
    ...rightsLines(rights),
    `Cache: ${cache.folder}${cache.writable ? space : ' cannot be written to; name another with CACHE_DIR'}.`,
    missing.length === 0
      ? 'Nothing is missing.'
      : `${missing.length} missing${forWhom(diagnosis)}. ${remedyOf(diagnosis)}`,
  ].join('\n')}\n`;
}

function forWhom(diagnosis: Diagnosis): string {
  if (!isSpared(diagnosis)) return '';
  const purposes = new Set(missingOf(diagnosis).flatMap(({ program }) => program.purposes));
  const users = [
    ...(['lock', 'build', 'anaconda'].some((one) => purposes.has(one as ProgramPurpose))
      ? ['the engine native']
      : []),
    ...(purposes.has('wizard') ? ['the wizard'] : []),
    ...(purposes.has('rootless') ? ['building without root'] : []),
  ];
  return `, for ${users.join(' and ')} alone; all commands work without`;
}

function remedyOf(diagnosis: Diagnosis): string {
  const { distribution } = diagnosis;
  if (distribution.family !== null) {
    const line = installLine(distribution.family, packagesOf(diagnosis.programs, distribution.family));
    return `To install it:\n  ${line}\nor: tmpfsroot-wizard doctor --install`;
  }
  const names = missingOf(diagnosis).map(
    ({ program: { name, packages } }) => `  ${name}: ${packages.debian}`,
  );
  return `The packages of this distribution are not known; Debian's are called:\n${names.join('\n')}`;
}
