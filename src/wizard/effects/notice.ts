import { Failure } from '../../spec/failure.js';
import type { Notice } from '../state.js';

/** A failure as it is told at the foot of the screen: what, why, and what to do. */
export function noticeOf(error: unknown): Notice {
  if (!(error instanceof Failure)) throw error;
  const { what, where, why, remedy } = error.facts;
  const place = where === undefined || what.includes(where) ? '' : `${where}: `;
  const sentences = [`${place}${what}`, why, remedy].filter((text) => text !== undefined);
  return { level: 'error', text: sentences.join(' ').replace(/\s+/g, ' ') };
}
