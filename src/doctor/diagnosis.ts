import { access, constants, statfs } from 'node:fs/promises';
import { Failure } from '../base/failure.js';
import { asPart } from '../base/failure-cause.js';
import { allOf, sentences, t, translated } from '../base/language/texts.js';
import { padText } from '../base/text/cut.js';
import { formatBytes } from '../base/text/format.js';
import { textWidth } from '../base/text/width.js';
import { cacheFolder, makeCacheFolder } from '../config/cache-folder.js';
import type { Engine } from '../engine/engine.js';
import { type Distribution, readDistribution } from '../engine/programs/distribution.js';
import { checkPrograms, type ProgramState, packagesOf } from '../engine/programs/program-check.js';
import { installLine, type ProgramPurpose, programPurposes } from '../engine/programs/programs.js';
import { findRights } from '../engine/rights/own-rights.js';
import { type Rights, rightsLines } from '../engine/rights/rights.js';
import { type KvmVerdict, kvmReason, probeKvm } from '../vm/kvm.js';
import { buildVerdict } from './build-verdict.js';
import { automaticEngine, diagnoseEngines, type EngineDiagnosis, engineLines } from './engine-diagnosis.js';

/** The folder for packages and stages. */
export interface CacheState {
  folder: string;
  writable: boolean;
  /** Why it is not used, in a sentence; null where nothing but a right to write is missing, or nothing at all. */
  why: string | null;
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
    : { works: false, why: t`not tried, as QEMU is missing` };
  const root = process.geteuid?.() === 0;
  return { distribution, programs, kvm, root, rights: { way, states }, engines, cache };
}

async function inspectCache(folder: string): Promise<CacheState> {
  try {
    await makeCacheFolder(folder, '.');
    await access(folder, constants.W_OK);
  } catch (error) {
    const why = error instanceof Failure ? (error.facts.why ?? null) : null;
    return { folder, writable: false, why, free: null };
  }
  const { bavail, bsize } = await statfs(folder);
  return { folder, writable: true, why: null, free: bavail * bsize };
}

/** Programs that are missing. */
export function missingOf({ programs }: Diagnosis): ProgramState[] {
  return programs.filter(({ path }) => path === null);
}

/**
 * Purposes that images are built and booted without: what only the wizard's screens and the power-cut lab use, one way
 * of several, and where a container engine works what its image has.
 */
function sparedPurposes({ engines }: Diagnosis): readonly ProgramPurpose[] {
  const inImage = automaticEngine(engines) === null ? [] : (['lock', 'build', 'anaconda'] as const);
  return ['wizard', 'rootless', 'powercut', ...inImage];
}

/** Whether nothing that is missing keeps an image from being built and booted. */
function isSpared(diagnosis: Diagnosis): boolean {
  const spared = sparedPurposes(diagnosis);
  return missingOf(diagnosis).every(({ program }) => program.purposes.every((one) => spared.includes(one)));
}

/** Whether all that is needed is there. KVM is not required: it only makes virtual machines faster. */
export function isComplete(diagnosis: Diagnosis): boolean {
  const { cache, rights, engines } = diagnosis;
  const canMakeTrees = rights.way !== null || automaticEngine(engines) !== null;
  return isSpared(diagnosis) && cache.writable && canMakeTrees;
}

/** A diagnosis in words. */
export interface DiagnosisText {
  /** The distribution of this machine. */
  title: string;
  /** A line for each program, in columns. */
  programs: readonly { text: string; isMissing: boolean }[];
  /** Sentences about everything else, what is missing and how to get it last; an indented line belongs to the one above. */
  verdict: readonly string[];
}

/** Puts a diagnosis into words, part by part. */
export function describeDiagnosis(diagnosis: Diagnosis): DiagnosisText {
  const { distribution, programs, kvm, rights, engines, cache } = diagnosis;
  const width = Math.max(...programs.map(({ program }) => program.name.length));
  const missing = missingOf(diagnosis);
  const missingWord = t`missing`;
  return {
    title: distribution.title,
    programs: programs.map(({ program, path }) => {
      const isMissing = path === null;
      const name = `${isMissing ? missingWord : padText(t`here`, textWidth(missingWord))}  ${program.name.padEnd(width)}`;
      return {
        text: `${name}  ${program.purposes.join('+').padEnd(10)}  ${translated(program.use)}`,
        isMissing,
      };
    }),
    verdict: [
      buildVerdict(diagnosis).text,
      kvm.works
        ? t`Virtual machines: KVM works.`
        : t`Virtual machines: slow, without KVM: ${kvmReason(kvm)}.`,
      ...engineLines(engines),
      ...rightsLines(rights),
      cacheLine(cache),
      ...(missing.length === 0
        ? [t`Nothing is missing.`]
        : sentences(t`${missing.length} missing${forWhom(diagnosis)}.`, remedyOf(diagnosis)).split('\n')),
    ],
  };
}

function cacheLine({ folder, writable, why, free }: CacheState): string {
  const space = free === null ? '' : t`, ${formatBytes(free)} free`;
  if (writable) return t`Cache: ${folder}${space}.`;
  const reason =
    why === null ? t`cannot be written to` : t`is not used: ${asPart(why).replace(/[.。]$/, '')}`;
  return t`Cache: ${folder} ${reason}; name another with CACHE_DIR.`;
}

/** The diagnosis for people; its last lines say what is missing and how to get it. */
export function diagnosisText(diagnosis: Diagnosis): string {
  const { title, programs, verdict } = describeDiagnosis(diagnosis);
  return `${[title, '', ...programs.map(({ text }) => text), '', ...verdict].join('\n')}\n`;
}

function forWhom(diagnosis: Diagnosis): string {
  if (!isSpared(diagnosis)) return '';
  const purposes = new Set(missingOf(diagnosis).flatMap(({ program }) => program.purposes));
  const users = [
    ...(['lock', 'build', 'anaconda'].some((one) => purposes.has(one as ProgramPurpose))
      ? [t`the engine native`]
      : []),
    ...(purposes.has('wizard') ? [t`the wizard`] : []),
    ...(purposes.has('rootless') ? [t`building without root`] : []),
    ...(purposes.has('powercut') ? [t`the power-cut lab`] : []),
  ];
  return t`, for ${allOf(users)} alone; all else works without`;
}

function remedyOf(diagnosis: Diagnosis): string {
  const { distribution } = diagnosis;
  if (distribution.family !== null) {
    const line = installLine(distribution.family, packagesOf(diagnosis.programs, distribution.family));
    return t`To install it:\n  ${line}\nor: tmpfsroot-wizard doctor --install`;
  }
  const names = missingOf(diagnosis).map(
    ({ program: { name, packages } }) => `  ${name}: ${packages.debian}`,
  );
  return t`The packages of this distribution are not known; Debian's are called:\n${names.join('\n')}`;
}
