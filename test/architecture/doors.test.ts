import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { packageFile } from '../../src/base/fs/package-file.js';

const ownOutput = 'reads what programs of the same stage have just written into its folder';
const kernel = 'reads files of the kernel';
const ownPackage = 'reads a file of this package';

/** Files of src that read something without the two doors, `readSmallFile` and `fetchSmall`, each with the reason. */
const exceptions: Readonly<Record<string, string>> = {
  'base/fs/atomic-write.ts': 'opens what it has just made',
  'base/fs/own-path.ts': "reads the machine's /etc/passwd and /etc/group",
  'base/fs/package-file.ts': ownPackage,
  'base/fs/regular-file.ts': 'is the door of files',
  'base/language/choose-language.ts': ownPackage,
  'cli.ts': 'opens /dev/null',
  'commands/completion/completion.ts': ownPackage,
  'commands/version.ts': ownPackage,
  'build/outputs/make-output.ts': 'writes an artefact that it has just made',
  'engine/container/container-image.ts': ownPackage,
  'engine/native/native.ts': 'opens a file to write it',
  'engine/process-tree.ts': kernel,
  'engine/query-packages.ts': ownOutput,
  'engine/rights/own-rights.ts': kernel,
  'engine/rights/user-namespace.ts': kernel,
  'engine/tenancy.ts': 'opens a file to lock it',
  'image/anaconda/check-packages.ts': ownOutput,
  'image/anaconda/remaster.ts': ownOutput,
  'image/anaconda/repository.ts': ownOutput,
  'flash/write-to-disk.ts': 'opens the disk that it writes to',
  'image/disk/disk-image.ts': ownOutput,
  'image/disk/make-block-map.ts': ownOutput,
  'image/installer/cpio-archive.ts': ownOutput,
  'image/overlay/tree-shape.ts': ownOutput,
  'image/root/package-accounts.ts': ownOutput,
  'image/settings/image-content.ts': ownOutput,
  'image/shell.ts': ownPackage,
  'image/slot/image-slot.ts': ownOutput,
  'image/slot/cut-pieces.ts': ownOutput,
  'image/slot/piece-table.ts': 'opens the image that it has just made',
  'image/slot/selinux-labels.ts': ownOutput,
  'image/slot/slot-facts.ts': ownOutput,
  'image/slot/slot-signatures.ts': ownOutput,
  'image/update/update-file.ts': ownOutput,
  'image/slot/tree-listing.ts': ownOutput,
  'powercut/boot/boot-states.ts': 'writes into the copy of a disk that it has just made',
  'powercut/disk/sector-file.ts': 'reads disk images and write logs, which are larger than the memory',
  'powercut/run/alone-in-lab.ts': 'locks a file that it does not read',
  'powercut/states/write-changes.ts': 'writes into the copy of a disk that was just made',
  'presets/conf-file.ts': 'reads what it has just written into a folder of its own',
  'presets/store-file.ts': 'opens a folder to flush it',
  'rpm/store/download.ts': 'writes the part of a download',
  'vm/boot-image.ts': 'opens a disk without waiting; it may be a device',
};

/** Of node:fs and node:fs/promises: what opens a file to read it. */
const openers = [
  'open',
  'openSync',
  'readFile',
  'readFileSync',
  'createReadStream',
  'readSync',
  'cp',
  'cpSync',
];

/** What in a text reads something: names of openers that it imports, and reads of a whole body or file. */
function readings(text: string): string[] {
  const code = text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
  const imports = [...code.matchAll(/^import (?!type )([^;]*?) from 'node:fs(?:\/promises)?';/gm)];
  const names = imports.flatMap(([, list = '']) =>
    // A whole module could open anything.
    list.startsWith('{') ? list.split(/[{},\s]+/).filter((name) => openers.includes(name)) : [list],
  );
  const bodies = code.match(/\.(?:text|json|arrayBuffer|bytes|blob|formData|readFile)\(\)/g) ?? [];
  return [...names, ...bodies];
}

test('what the program reads of people, servers and caches comes in through two doors', () => {
  const root = packageFile('src');
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) =>
    /\.tsx?$/.test(file),
  );
  assert.ok(files.length > 100);
  const found = files.filter((file) => readings(readFileSync(path.join(root, file), 'utf8')).length > 0);
  // Use readSmallFile (base/fs/read-small-file.ts) or fetchSmall (base/http/fetch-small.ts).
  assert.deepEqual(found.sort(), Object.keys(exceptions).sort());
});

test('other doors are found, and what only looks like one is not', () => {
  for (const bad of [
    "import { readFile } from 'node:fs/promises';",
    "import { mkdir, open as other } from 'node:fs/promises';",
    "import {\n  createReadStream,\n  stat,\n} from 'node:fs';",
    "import * as fs from 'node:fs';",
    "import fs from 'node:fs/promises';",
    'const text = await response.text();',
    'return await response.arrayBuffer();',
    'await handle.readFile()',
  ])
    assert.equal(readings(bad).length, 1, bad);
  for (const good of [
    "import { readdir, rename } from 'node:fs/promises';",
    "import type { FileHandle } from 'node:fs/promises';\nimport { stat } from 'node:fs/promises';",
    "import { open } from './disks.js';",
    '// await response.text()',
    "read.text('name')",
  ])
    assert.deepEqual(readings(good), [], good);
});
