import { Box } from 'ink';
import type { Frame } from '../view/frame.js';
import type { Line } from '../view/lines.js';
import { Menu } from './Menu.js';
import { Row } from './Row.js';

/** The wizard's screen: it draws a frame and knows nothing else. */
export function App({ frame: { lines, menu } }: { frame: Frame }) {
  const row = (line: Line, index: number) => <Row key={index} line={line} />;
  if (menu === null) return <Box flexDirection="column">{lines.map(row)}</Box>;
  const { from, to, focus } = menu;
  return (
    <Box flexDirection="column">
      {lines.slice(0, from).map(row)}
      <Menu lines={lines.slice(from, to)} focus={focus} />
      {lines.slice(to).map(row)}
    </Box>
  );
}
