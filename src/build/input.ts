import type { FileDigest } from '../base/fs/file-digest.js';
import type { HookScripts } from '../project/folder/project-extras.js';

/** What a stage reads. Where two have one key, either value must lead to the same result. */
export interface Input<Value> {
  readonly value: Value;
  /** What stands for it in the stage's key, to be written as JSON. */
  readonly key: unknown;
}

export type Inputs = Readonly<Record<string, Input<unknown>>>;

/** What `make` gets of its inputs: the values alone. */
export type ValuesOf<I extends Inputs> = {
  readonly [Name in keyof I]: I[Name] extends Input<infer Value> ? Value : never;
};

/** Data that counts as it is. */
export function data<Value>(value: Value): Input<Value> {
  return { value, key: value };
}

/** Something that another value stands for. */
export function keyed<Value>(value: Value, key: unknown): Input<Value> {
  return { value, key };
}

/**
 * Something that makes no difference to what is made, or of which another input says all.
 * @param why that is so
 */
export function unkeyed<Value>(value: Value, why: string): Input<Value> & { readonly why: string } {
  return { value, key: null, why };
}

export interface Digests {
  /** Digests of all that is in a folder; read once in a build, however many stages ask. */
  digestsOf(folder: string): Promise<readonly FileDigest[]>;
}

/** A folder that counts with all that is in it, wherever it is; null for one that the project has not. */
export async function folder<Dir extends string | null>(source: Digests, dir: Dir): Promise<Input<Dir>> {
  return { value: dir, key: dir === null ? [] : await source.digestsOf(dir) };
}

/** Scripts that count with all that is in their folder: they may read it. */
export async function hookFolder(
  source: Digests,
  hooks: HookScripts | null,
): Promise<Input<HookScripts | null>> {
  return { value: hooks, key: hooks === null ? [] : await source.digestsOf(hooks.dir) };
}
