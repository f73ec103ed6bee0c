import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Testbed } from './prepare.js';

/**
 * The metalink of a repository as Fedora's mirror manager gives it (`fedora-41`, `updates-released-f41`),
 * with this server as the only mirror; nothing for another name.
 */
export function metalink(testbed: Testbed, name: string, url: string): string | undefined {
  const ids: Record<string, string> = {
    [`fedora-${testbed.release}`]: 'fedora',
    [`updates-released-f${testbed.release}`]: 'updates',
  };
  const repository = testbed.repositories.find((each) => each.id === ids[name]);
  if (repository === undefined) return undefined;
  const file = join(repository.dir, 'repodata/repomd.xml');
  const content = readFileSync(file);
  const hashes = ['md5', 'sha1', 'sha256', 'sha512']
    .map((type) => `     <hash type="${type}">${createHash(type).update(content).digest('hex')}</hash>`)
    .join('\n');
  return `<?xml version="1.0" encoding="utf-8"?>
<metalink version="3.0" xmlns="http://www.metalinker.org/" type="dynamic" generator="testbed" xmlns:mm0="http://fedorahosted.org/mirrormanager">
 <files>
  <file name="repomd.xml">
   <mm0:timestamp>${Math.floor(statSync(file).mtimeMs / 1000)}</mm0:timestamp>
   <size>${content.length}</size>
   <verification>
${hashes}
   </verification>
   <resources maxconnections="1">
    <url protocol="http" type="http" location="ZZ" preference="100">${url}/${repository.path}/repodata/repomd.xml</url>
   </resources>
  </file>
 </files>
</metalink>
`;
}
