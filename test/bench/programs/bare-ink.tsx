import { render, Text, useInput } from 'ink';

/** The least that an Ink application is: a line of text, and keys that are read. The bench compares with its start. */
function Bare() {
  useInput(() => {});
  return <Text>ready</Text>;
}

render(<Bare />);
