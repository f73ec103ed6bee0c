import path from 'node:path';
import type { Workplace } from '../engine/progress.js';
import { shell } from './shell.js';

/**
 * Copies a folder's content over a tree as root's own; folders that exist keep their modes, files are replaced and
 * never written in place.
 */
export async function layOver(place: Workplace, from: string, to: string): Promise<void> {
  await shell(
    place,
    `copying ${path.basename(from)}`,
    'cp -R --no-dereference --remove-destination "$1/." "$2/"',
    from,
    to,
  );
}
