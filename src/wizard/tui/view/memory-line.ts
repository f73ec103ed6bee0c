import { type MemoryText, memoryText } from '../../model/memory-text.js';
import type { WizardState } from '../../model/state.js';
import { type Segment, seg, type Tone } from './lines.js';

const tones: Readonly<Record<MemoryText['verdict'], Tone>> = {
  unknown: 'plain',
  fits: 'plain',
  'too large': 'warn',
};

/** How the image stands against slot and memory. */
export function memoryLine(state: WizardState): Segment[] {
  const { verdict, text } = memoryText(state);
  return [seg(text, tones[verdict])];
}
