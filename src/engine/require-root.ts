import { missingHere } from '../spec/failure.js';

/**
 * For commands that make mounts in a namespace of their own.
 * @throws Failure with exit status 3 when this process is not root.
 */
export function requireRoot(purpose: string): void {
  if (process.geteuid?.() === 0) return;
  throw missingHere({
    what: `Root's rights are missing; they are needed for ${purpose}.`,
    why: 'The programs of the image run in a private root tree of their own, which only root may set up.',
    remedy: 'Run the same command by sudo.',
  });
}
