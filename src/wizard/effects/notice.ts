import { Failure } from '../../spec/failure.js';
import type { Notice } from '../state.js';

/** A failure as one line at the foot of the screen. */
export function noticeOf(error: unknown): Notice {
  if (!(error instanceof Failure)) throw error;
  const { what, where, remedy } = error.facts;
  const place = where === undefined ? '' : `${where}: `;
  return {
    level: 'error',
    text: `${place}${what}${remedy === undefined ? '' : ` ${remedy}`}`.replace(/\s+/g, ' '),
  };
}
