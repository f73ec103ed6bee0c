import assert from 'node:assert/strict';
import os from 'node:os';
import { projectFolder } from '../testbed/places.js';

/** Fails where a text tells of the machine on which it was made: its name, its user, folders of this clone. */
export function assertPublic(text: string): void {
  const { username, homedir } = os.userInfo();
  const folders = [projectFolder(), process.cwd(), ...(homedir === '/root' ? [] : [homedir])];
  for (const folder of folders) assert.ok(!text.includes(folder), `The text names a folder: ${folder}`);
  // A name such as `vm` is a word of everybody's.
  for (const name of [os.hostname(), username].filter((one) => one.length > 4))
    assert.ok(!text.includes(name), `The text tells of this machine: ${name}`);
  assert.doesNotMatch(text, /tfr-(pictures|terminal)-/, 'The text names a scratch folder.');
}
