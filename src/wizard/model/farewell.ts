import path from 'node:path';
import { t } from '../../base/language/texts.js';
import { formatBytes } from '../../base/text/format.js';
import { shellWords } from '../../base/text/shell-quote.js';
import { type Interruption, interruptionText } from '../../run/run-report.js';
import type { WizardState } from './state.js';

/**
 * What stays on the terminal when the wizard is left, line by line: what was built, with digests and how to write it to a
 * stick, or where the run was stopped, and where unfinished work is kept. Empty where nothing is to be said.
 */
export function farewell({ dir, result, unsaved, spec }: WizardState): string[] {
  return [
    ...(result?.kind === 'done' ? built(dir, result.result.artefacts) : []),
    ...(result?.kind === 'interrupted' ? stopped(dir, result.at) : []),
    ...kept(dir, unsaved, spec.name),
  ];
}

function built(
  dir: string,
  artefacts: readonly { kind: string; file: string; size: number; sha256: string }[],
): string[] {
  const place = (file: string) => path.join(dir, 'output', file);
  const lines = artefacts.flatMap(({ file, size, sha256 }) => [
    `${place(file)}  ${formatBytes(size)}`,
    `  sha256 ${sha256}`,
  ]);
  const iso = artefacts.find(({ kind }) => kind === 'iso');
  if (iso === undefined) return lines;
  const command = `tmpfsroot-wizard ${shellWords(['flash', place(iso.file)])}`;
  return [...lines, t`To a stick: sudo env "PATH=$PATH" ${command}`];
}

function stopped(dir: string, at: Interruption | null): string[] {
  const again = t`Start tmpfsroot-wizard in ${dir} again and press \`r\`: it goes on where it stopped.`;
  return [interruptionText(at), again];
}

function kept(dir: string, unsaved: boolean, name: string): string[] {
  if (!unsaved) return [];
  return [
    t`What you chose for ${name} is kept: start tmpfsroot-wizard in ${dir} again, and choose Continue.`,
  ];
}
