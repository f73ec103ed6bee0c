import assert from 'node:assert/strict';
import type { Finding } from '../../src/base/finding.js';
import { type Layer, type MergedSpec, mergeLayers } from '../../src/config/layers/layers.js';

export const today = new Date('2026-11-22');

/** What layers say together, all of whose findings are sentences. */
export function merged(layers: readonly (Layer | undefined)[]): MergedSpec {
  const said = mergeLayers(
    layers.filter((layer) => layer !== undefined),
    'folder',
    today,
  );
  assertSentences(said.findings);
  return said;
}

export function layerOf(document: unknown): Layer {
  return { document, where: (path) => `file ${path}` };
}

export function assertSentences(findings: readonly Finding[]): void {
  for (const { path, level, message, remedy } of findings) {
    assert.equal(typeof path, 'string');
    assert.match(level, /^(error|warning)$/);
    assert.ok(message.length > 5 && remedy.length > 5, `${message} ${remedy}`);
  }
}

export function hasErrors(findings: readonly Finding[]): boolean {
  return findings.some(({ level }) => level === 'error');
}
