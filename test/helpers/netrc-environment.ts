import { rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Gives this process a file of logins until the test is over. */
export function netrcEnvironment(t: { after(undo: () => void): void }, text: string): void {
  const before = process.env.NETRC;
  const file = path.join(tmpdir(), `netrc-${process.pid}`);
  writeFileSync(file, text, { mode: 0o600 });
  process.env.NETRC = file;
  t.after(() => {
    rmSync(file, { force: true });
    if (before === undefined) delete process.env.NETRC;
    else process.env.NETRC = before;
  });
}
