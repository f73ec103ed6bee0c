import { readFile } from 'node:fs/promises';
import { t } from '../../base/language/texts.js';
import { pathText } from '../../base/text/path-text.js';
import type { TaskContext } from '../../engine/progress.js';
import type { TreeShape } from '../../project/override/place-entries.js';

/** The shape of an empty tree, or of one that has no links. */
export const noShape: TreeShape = { links: new Map(), kinds: null };

/** Reads of a tree what decides where files that are laid over it come to lie. `listFile` gets what find(1) says. */
export async function readTreeShape(ctx: TaskContext, root: string, listFile: string): Promise<TreeShape> {
  await ctx.engine.run({
    program: 'find',
    args: ['.', '-xdev', '-mindepth', '1', '-printf', '%y\\0%P\\0%l\\0'],
    cwd: root,
    stdoutFile: listFile,
    purpose: t`looking at the root tree`,
    handlesTree: true,
    signal: ctx.signal,
  });
  return parseShape(await readFile(listFile));
}

function parseShape(list: Buffer): TreeShape {
  const links = new Map<string, string>();
  const kinds = new Map<string, 'folder' | 'link' | 'file'>();
  const fields = fieldsOf(list);
  for (let at = 0; at + 2 < fields.length; at += 3) {
    const [type, path = '', target = ''] = fields.slice(at, at + 3);
    kinds.set(path, type === 'd' ? 'folder' : type === 'l' ? 'link' : 'file');
    if (type === 'l') links.set(path, target);
  }
  return { links, kinds };
}

/** Fields that each end with a NUL. Decoded at once where all of it is UTF-8. */
export function fieldsOf(list: Buffer): string[] {
  const text = list.toString('utf8');
  if (!text.includes('\ufffd')) return text.split('\0').slice(0, -1);
  const fields: string[] = [];
  for (let at = 0; at < list.length; ) {
    const end = list.indexOf(0, at);
    fields.push(pathText(list.subarray(at, end)));
    at = end + 1;
  }
  return fields;
}
