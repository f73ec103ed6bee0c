import { Box } from 'ink';
import SelectInput from 'ink-select-input';
import type { Line } from '../view/lines.js';
import { Row } from './Row.js';

export interface MenuProps {
  /** The first segment of each is the place of the pointer. */
  lines: readonly Line[];
  focus: number;
}

/**
 * A list of which one is chosen. The list only draws: keys go through the reducer, since a list that reads them
 * itself takes the row of a frame before when Down and Enter come in one read.
 */
export function Menu({ lines, focus }: MenuProps) {
  const items = lines.map((line, index) => ({ key: String(index), label: String(index), value: line }));
  return (
    <SelectInput
      key={`${focus} ${lines.length}`}
      items={items}
      initialIndex={focus}
      isFocused={false}
      indicatorComponent={Nothing}
      itemComponent={({ label }) => <Row line={lines[Number(label)] ?? []} />}
    />
  );
}

/** The pointer stands in the line itself, so that its width is known. */
function Nothing() {
  return <Box />;
}
