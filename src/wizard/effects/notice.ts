import { Failure, unforeseen } from '../../base/failure.js';
import { labelOf, withLabels } from '../model/field-labels.js';
import type { Notice } from '../model/state.js';

/** A failure as it is told at the foot of the screen: what, why, and what to do. A defect of ours is one too. */
export function noticeOf(error: unknown): Notice {
  const { what, where, why, remedy } = (error instanceof Failure ? error : unforeseen(error)).facts;
  const place = where === undefined || what.includes(where) ? '' : `${labelOf(where) ?? where}: `;
  const sentences = [`${place}${what}`, why, remedy].filter((text) => text !== undefined).map(withLabels);
  return { level: 'error', text: sentences.join(' ').replace(/\s+/g, ' ') };
}
