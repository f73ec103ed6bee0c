import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Testbed } from './prepare.js';

/** What a metalink says of a repository. */
export interface MetalinkFacts {
  /** The repomd.xml that is the newest. */
  repomd: Buffer;
  /** Older ones that are still good. */
  alternates?: readonly Buffer[];
  /** Base URLs without a slash at the end, with the preference that the mirror manager gives them. */
  mirrors: readonly { url: string; preference: number }[];
  /** Kinds of digest, all that Fedora's has unless given. */
  hashes?: readonly string[];
}

/** A metalink in the form of Fedora's mirror manager. */
export function metalinkText({
  repomd,
  alternates = [],
  mirrors,
  hashes = allHashes,
}: MetalinkFacts): string {
  const verification = (content: Buffer) =>
    hashes
      .map((type) => `<hash type="${type}">${createHash(type).update(content).digest('hex')}</hash>`)
      .join('\n');
  const about = (content: Buffer, timestamp: number) => `<mm0:timestamp>${timestamp}</mm0:timestamp>
<size>${content.length}</size>
<verification>
${verification(content)}
</verification>`;
  const older = alternates
    .map((content, index) => `<mm0:alternate>\n${about(content, 1_700_000_000 - index)}\n</mm0:alternate>`)
    .join('\n');
  return `<?xml version="1.0" encoding="utf-8"?>
<metalink version="3.0" xmlns="http://www.metalinker.org/" type="dynamic" pubdate="Wed, 25 Nov 2026 00:00:00 GMT" generator="mirrormanager" xmlns:mm0="http://fedorahosted.org/mirrormanager">
<files>
<file name="repomd.xml">
${about(repomd, 1_700_000_001)}
${older === '' ? '' : `<mm0:alternates>\n${older}\n</mm0:alternates>`}
<resources maxconnections="1">
${mirrors.map(urlText).join('\n')}
</resources>
</file>
</files>
</metalink>
`;
}

const allHashes = ['md5', 'sha1', 'sha256', 'sha512'];

function urlText({ url, preference }: { url: string; preference: number }): string {
  const [protocol] = url.split(':');
  return `<url protocol="${protocol}" type="${protocol}" location="ZZ" preference="${preference}">${url}/repodata/repomd.xml</url>`;
}

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
  return metalinkText({
    repomd: readFileSync(join(repository.dir, 'repodata/repomd.xml')),
    mirrors: [{ url: `${url}/${repository.path}`, preference: 100 }],
  });
}
