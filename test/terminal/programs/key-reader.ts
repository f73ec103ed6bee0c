import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';

/**
 * For the tests of the harness: says which bytes it reads, one line for each read, and obeys some keys.
 * `f` takes the whole screen and hides the cursor, `g` gives both back, `b` asks for bracketed paste, `c` asks where
 * the cursor is, `s` starts a program in the background, `w` writes coloured and wide text, `q` leaves.
 */
const { stdin, stdout } = process;
const write = (text: string) => stdout.write(text);

const actions: Readonly<Record<string, () => void>> = {
  f: () => write('\x1b[?1049h\x1b[?25l\x1b[Hwhole screen\n'),
  g: () => write('\x1b[?1049l\x1b[?25h'),
  b: () => write('\x1b[?2004h'),
  c: () => write('\x1b[6n'),
  s: () => {
    const child = spawn('sleep', ['1000'], { stdio: 'ignore', detached: true });
    write(`sleeping: ${child.pid}\n`);
  },
  w: () => write('\x1b[1;31mred\x1b[0m \x1b[48;5;200m\x1b[38;2;1;2;3mrgb\x1b[0m \x1b[7mback\x1b[0m 漢字|\n'),
  q: () => {
    stdin.setRawMode(false);
    process.exit(7);
  },
};

const size = () => write(`${stdout.columns}x${stdout.rows}\n`);
stdin.setRawMode(true);
stdin.on('data', (bytes: Buffer) => {
  const text = bytes.toString();
  write(`read ${JSON.stringify(text)}\n`);
  actions[text]?.();
});
stdout.on('resize', size);
size();
write(`CI=${process.env.CI} TERM=${process.env.TERM}\nHOME=${process.env.HOME}\n`);
const hangUp = (heard: string) => {
  writeFileSync('heard', heard);
  // Node cannot give the mode back to a terminal that is gone: its own exit would be an abort.
  process.removeAllListeners('SIGHUP');
  process.kill(process.pid, 'SIGHUP');
};
stdin.on('end', () => hangUp('end'));
process.on('SIGHUP', hangUp);
write('ready\n');
