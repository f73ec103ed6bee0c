import { access, constants, mkdir, statfs } from 'node:fs/promises';
import { type Distribution, readDistribution } from '../engine/distribution.js';
import type { Engine } from '../engine/engine.js';
import { findRights } from '../engine/own-rights.js';
import { checkPrograms, type ProgramState, packagesOf } from '../engine/program-check.js';
import { installLine, programPurposes } from '../engine/programs.js';
import { type Rights, rightsLines } from '../engine/rights.js';
import { cacheFolder } from '../rpm/cache-folder.js';
import { type KvmVerdict, probeKvm } from '../vm/kvm.js';
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
  rights: Rights;
  cache: CacheState;
}

/** Looks at this machine; probes KVM where QEMU is there, which can take some seconds. */
export async function diagnose(
  engine: Engine,
  { env, signal }: { env: NodeJS.ProcessEnv; signal: AbortSignal },
): Promise<Diagnosis> {
  const cacheDir = cacheFolder({ cacheDir: env.CACHE_DIR || null }, env);
  const cache = await inspectCache(cacheDir);
  const [distribution, programs, { way, states }] = await Promise.all([
    readDistribution(),
    checkPrograms(engine, programPurposes),
    findRights(engine),
  ]);
  const canProbe = programs.some(
    ({ program, path }) => program.name === 'qemu-system-x86_64' && path !== null,
  );
  const kvm = canProbe
    ? await probeKvm({ engine, cacheDir, signal })
    : { works: false, why: 'not tried, as QEMU is missing' };
  const root = process.geteuid?.() === 0;
  return { distribution, programs, kvm, root, rights: { way, states }, cache };
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

/** What every command does all its work without: what only the wizard's screens use, or one way of several. */
function isSpared({ program }: ProgramState): boolean {
  return program.purposes.every((purpose) => purpose === 'wizard' || purpose === 'rootless');
}

/** Whether all that is needed is there. KVM is no need: it only makes virtual machines faster. */
export function isComplete(diagnosis: Diagnosis): boolean {
  const { cache, rights } = diagnosis;
  return missingOf(diagnosis).every(isSpared) && cache.writable && rights.way !== null;
}

/** The diagnosis for people; its last lines say what is missing and how to get it. */
export function diagnosisText(diagnosis: Diagnosis): string {
  const { distribution, programs, kvm, rights, cache } = diagnosis;
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
    ...rightsLines(rights),
    `Cache: ${cache.folder}${cache.writable ? space : ' cannot be written to; name another with CACHE_DIR'}.`,
    missing.length === 0
      ? 'Nothing is missing.'
      : `${missing.length} missing${forWhom(missing)}. ${remedyOf(diagnosis)}`,
  ].join('\n')}\n`;
}

function forWhom(missing: readonly ProgramState[]): string {
  const purposes = new Set(missing.flatMap(({ program }) => program.purposes));
  const users = [
    ...(purposes.has('wizard') ? ['the wizard'] : []),
    ...(purposes.has('rootless') ? ['building without root'] : []),
  ];
  return missing.every(isSpared) ? `, for ${users.join(' and ')} alone; all commands work without` : '';
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
