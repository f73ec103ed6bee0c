import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { unforeseen } from '../../src/base/failure.js';
import { causeOfError, causeOfReasons, causeOfWords } from '../../src/base/failure-cause.js';
import { writeFailure } from '../../src/base/fs/atomic-write.js';
import { programFailure } from '../../src/engine/programs/program-failure.js';
import { solveFailure } from '../../src/rpm/solve/solve-failure.js';
import { storeFailure } from '../../src/rpm/store/store-folder.js';

/** Words of real programs: curl, libdnf, rpm, podman, Python, node, sh. */
const told: [words: string, kind: string | null][] = [
  ['OSError: [Errno 28] No space left on device', 'disk-full'],
  ['mkfs.ext4: Disk quota exceeded', 'disk-full'],
  ['error: installing package bash needs 12MB more space on the / filesystem', 'disk-full'],
  ['error: installing package bash needs 12 more inodes on the / filesystem', 'no-inodes'],
  ['cp: cannot create regular file: Read-only file system', 'read-only'],
  ['OSError: [Errno 24] Too many open files', 'too-many-files'],
  ['bash: fork: Cannot allocate memory', 'no-memory'],
  ["terminate called after throwing an instance of 'std::bad_alloc'", 'no-memory'],
  ['MemoryError', 'no-memory'],
  ['xz: (stdin): Cannot allocate memory', 'no-memory'],
  ['qemu-system-x86_64: Failed to get "write" lock', 'disk-in-use'],
  ['sudo: a password is required', 'asks-for-password'],
  ['unshare: unshare failed: Operation not permitted', 'no-namespaces'],
  ['tar: /x: Cannot open: Permission denied', 'not-permitted'],
  [
    'Curl error (6): Could not resolve hostname for http://a.invalid/ [Could not resolve host: a.invalid]',
    'no-such-host',
  ],
  ['getaddrinfo ENOTFOUND mirror.invalid.', 'no-such-host'],
  ['dial tcp: lookup registry.fedoraproject.org on 10.0.0.1:53: no such host', 'no-such-host'],
  [
    "Curl error (7): Couldn't connect to server [Failed to connect to 127.0.0.1 port 1: Connection refused]",
    'refused',
  ],
  ['connect ECONNREFUSED 127.0.0.1:1.', 'refused'],
  ['connect: Network is unreachable', 'unreachable'],
  ['Curl error (28): Timeout was reached for http://a/ [Operation timed out after 20000 ms]', 'timeout'],
  ['Curl error (28): Operation too slow. Less than 1000 bytes/sec', 'timeout'],
  ['The operation was aborted due to timeout.', 'timeout'],
  ['Curl error (60): SSL peer certificate or SSH remote key was not OK', 'tls'],
  ['SSL certificate problem: self-signed certificate', 'tls'],
  ['unable to verify the first certificate.', 'tls'],
  ['x509: certificate signed by unknown authority', 'tls'],
  ['CONNECT tunnel failed, response 403', 'proxy'],
  ['Received HTTP code 407 from proxy after CONNECT', 'proxy'],
  ['Could not resolve proxy: nowhere', 'proxy'],
  // What only sounds like a cause is none.
  ['installing haproxy, ca-certificates and timeout-tools', null],
  ['Curl error (22): The requested URL returned error: 404', null],
  ['', null],
];

describe('causes', () => {
  it("are told from a program's own words", () => {
    for (const [words, kind] of told) assert.equal(causeOfWords(words)?.kind ?? null, kind, words);
  });

  it('are told from the kind that words of ours come with, before the words of a program', () => {
    const ours = { reason: 'プロキシ経由: connect ECONNREFUSED 127.0.0.1:1.', causeKind: 'proxy' } as const;
    assert.equal(causeOfReasons([ours])?.kind, 'proxy');
    assert.equal(causeOfReasons([{ reason: 'connect ECONNREFUSED 127.0.0.1:1.' }])?.kind, 'refused');
    assert.equal(causeOfReasons([{ reason: 'getaddrinfo ENOTFOUND a' }, ours])?.kind, 'proxy');
    assert.equal(causeOfReasons([{ reason: 'other' }]), null);
  });

  it('are told from errno', () => {
    const kinds = Object.entries({
      ENOSPC: 'disk-full',
      EDQUOT: 'disk-full',
      EROFS: 'read-only',
      EACCES: 'not-permitted',
      EMFILE: 'too-many-files',
      ENOMEM: 'no-memory',
      EEXIST: 'in-the-way',
    });
    for (const [code, kind] of kinds)
      assert.equal(causeOfError(Object.assign(new Error(code), { code }))?.kind, kind);
    assert.equal(causeOfError(new Error('other')), null);
  });

  it('have a sentence and a remedy each, of which no two are the same', () => {
    const causes = new Map(
      told.flatMap(([words]) => causeOfWords(words) ?? []).map((cause) => [cause.kind, cause]),
    );
    assert.ok(causes.size >= 15);
    assert.equal(new Set([...causes.values()].map(({ why }) => why)).size, causes.size);
    assert.equal(new Set([...causes.values()].map(({ remedy }) => remedy)).size, causes.size);
  });

  it('a program that the kernel ended where memory ran out says so', () => {
    const { facts } = programFailure(
      { program: 'mksquashfs', purpose: 'packing' },
      { status: 137, stdout: '', lastLines: [] },
    );
    assert.match(facts.why ?? '', /ran out of memory/);
    assert.match(facts.remedy ?? '', /dmesg/);
  });
});

describe('a failure', () => {
  const error = (code: string) => Object.assign(new Error(`${code}: it did not work`), { code });

  it('of a file, of the cache and of no place has its headline and remedy by its cause', () => {
    for (const [code, why] of [
      ['EMFILE', /[Tt]oo many files are open/],
      ['ENOMEM', /not enough memory/],
      ['ENOSPC', /full/],
    ] as const) {
      for (const { facts, exitStatus } of [
        writeFailure('/nowhere/x', error(code)),
        storeFailure(error(code), '/nowhere/x'),
        unforeseen(error(code)),
      ]) {
        assert.equal(exitStatus, 1);
        assert.match(`${facts.what} ${facts.why}`, why);
        assert.ok(facts.remedy);
        assert.doesNotMatch(facts.what, /Unexpected error/);
      }
    }
    assert.match(unforeseen(new Error('defect')).facts.what, /Unexpected error/);
  });

  it('of metadata is that of this machine before that of a repository, and of the last mirror', () => {
    const failureFor = (...reasons: string[]) =>
      solveFailure(
        {
          kind: 'repository',
          id: 'f32',
          reason: 'Failed to download metadata',
          failures: reasons.map((reason) => ({ url: 'http://a/', reason })),
        },
        [],
        [],
        [],
        '/nowhere/cache',
      ).facts;
    const full = failureFor('Curl error (6): Could not resolve host: a', 'write: No space left on device');
    assert.match(full.what, /disk with the cache folder is full/);
    assert.doesNotMatch(full.remedy ?? '', /URL|network/);
    const refused = failureFor('Could not resolve host: a', 'connect: Connection refused');
    assert.match(refused.what, /`f32` cannot be read: nobody listens/);
    assert.match(failureFor('Status code: 404 for http://a/').remedy ?? '', /URL in `repositories`/);
  });
});
