import { Text } from 'ink';
import { memo } from 'react';
import { drawnText } from '../../../base/text/visible-text.js';
import type { Line } from '../view/lines.js';
import { painted } from './theme.js';

/** One line of the screen: one text for Ink, since each segment of its own would cost as much as a line. */
export const Row = memo(
  function Row({ line }: { line: Line }) {
    // A text without content has no height.
    if (line.length === 0) return <Text> </Text>;
    return (
      <Text wrap="truncate-end">{line.map(({ text, tone }) => painted(drawnText(text), tone)).join('')}</Text>
    );
  },
  (before, after) => isSame(before.line, after.line),
);

function isSame(a: Line, b: Line): boolean {
  return (
    a === b ||
    (a.length === b.length &&
      a.every(({ text, tone }, index) => text === b[index]?.text && tone === b[index]?.tone))
  );
}
