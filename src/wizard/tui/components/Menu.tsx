import { Box } from 'ink';
import SelectInput from 'ink-select-input';
import { createContext, useContext } from 'react';
import type { Line } from '../view/lines.js';
import { Row } from './Row.js';

export interface MenuProps {
  /** The first segment of each is the place of the pointer. */
  lines: readonly Line[];
  focus: number;
}

/** The lines reach their items by this: the list hands on only labels, and a new kind of item would be drawn again. */
const MenuLines = createContext<readonly Line[]>([]);

/**
 * A list of which one is chosen. The list only draws: keys go through the reducer, since a list that reads them
 * itself takes the row of a frame before when Down and Enter come in one read. The chosen line carries its pointer.
 */
export function Menu({ lines, focus }: MenuProps) {
  const items = lines.map((_, index) => ({ key: String(index), label: String(index), value: index }));
  return (
    <MenuLines.Provider value={lines}>
      <SelectInput
        items={items}
        initialIndex={focus}
        isFocused={false}
        indicatorComponent={Nothing}
        itemComponent={MenuRow}
      />
    </MenuLines.Provider>
  );
}

function MenuRow({ label }: { label: string }) {
  return <Row line={useContext(MenuLines)[Number(label)] ?? []} />;
}

/** The pointer stands in the line itself, so that its width is known. */
function Nothing() {
  return <Box />;
}
