import { statfsSync } from 'node:fs';
import path from 'node:path';
import { later, t, translated } from './language/texts.js';

/** Why something failed on this machine or on the way to another, as far as errno or a program's words tell. */
export type CauseKind =
  | 'disk-full'
  | 'no-inodes'
  | 'read-only'
  | 'in-the-way'
  | 'too-many-files'
  | 'no-memory'
  | 'killed'
  | 'disk-in-use'
  | 'asks-for-password'
  | 'asks-for-login'
  | 'no-namespaces'
  | 'not-permitted'
  | 'proxy'
  | 'tls'
  | 'no-such-host'
  | 'refused'
  | 'unreachable'
  | 'timeout';

export interface Cause {
  kind: CauseKind;
  /** In a sentence. */
  why: string;
  /** What to do, in a sentence, maybe with a command. */
  remedy: string;
  /** It lies on the way to a server. */
  isOfNetwork: boolean;
}

interface Row {
  kind: CauseKind;
  codes?: readonly string[];
  /** Words of programs, of curl and of systems, which say what errno says in their own way. */
  words?: RegExp;
  why: string;
  /** @param folder null: it is not known which */
  remedy(folder: string | null): string;
  isOfNetwork?: true;
}

/** In the order in which they are looked for: what is more special stands first. */
const rows: readonly Row[] = [
  {
    kind: 'no-inodes',
    // rpm looks before it writes.
    words: /needs \d\S* more inodes on the/i,
    why: later`The file system has no inodes left for more files.`,
    remedy: (folder) => t`Remove files there. To see the free inodes: df -i ${folder ?? ''}`.trimEnd(),
  },
  {
    kind: 'disk-full',
    codes: ['ENOSPC', 'EDQUOT'],
    words: /no space left on device|disk quota exceeded|needs \d\S* more space on the/i,
    why: later`The disk is full.`,
    remedy: (folder) =>
      folder === null
        ? t`Free some space (see \`df -h\`, and \`df -i\` for inodes). To see the free space of the cache: tmpfsroot-wizard doctor`
        : t`Free some space. To see how much there is: df -h ${folder}`,
  },
  {
    kind: 'read-only',
    codes: ['EROFS'],
    words: /read-only file system/i,
    why: later`The file system is read-only.`,
    remedy: () => t`Use a folder on a disk that can be written to.`,
  },
  {
    kind: 'in-the-way',
    codes: ['ENOTDIR', 'EEXIST', 'EISDIR'],
    why: later`Something else has that name.`,
    remedy: (folder) => t`Look at it with \`ls -ld ${folder ?? '.'}\`.`,
  },
  {
    kind: 'too-many-files',
    codes: ['EMFILE', 'ENFILE'],
    words: /too many open files/i,
    why: later`Too many files are open at once.`,
    remedy: () => t`Raise the limit in this shell and run it again there: ulimit -n 4096`,
  },
  {
    kind: 'no-memory',
    codes: ['ENOMEM'],
    words: /cannot allocate memory|out of memory|memory exhausted|\bMemoryError\b|std::bad_alloc/i,
    why: later`There is not enough memory.`,
    remedy: () => t`End other programs, or raise the memory limit. See: free -h; ulimit -v`,
  },
  {
    kind: 'disk-in-use',
    words: /Failed to get "(shared )?(write|consistent read)" lock/i,
    why: later`Another virtual machine is using this disk.`,
    remedy: () => t`End that one first, or use a copy of the disk.`,
  },
  {
    kind: 'asks-for-password',
    words: /sudo: a password is required/,
    why: later`sudo needs your password.`,
    remedy: () => t`Run the whole command by sudo.`,
  },
  {
    kind: 'no-namespaces',
    words: /(unshare|nsenter|mount): .*(operation not permitted|permission denied)/i,
    why: later`This machine or container does not allow private namespaces, or mounts in them.`,
    remedy: () => t`See the options: tmpfsroot-wizard doctor`,
  },
  {
    kind: 'proxy',
    words:
      /CONNECT tunnel failed|HTTP code \d+ from proxy|Proxy CONNECT aborted|could ?n[o']t resolve proxy|could not resolve proxy|proxyconnect/i,
    why: later`The proxy does not let the request through.`,
    remedy: () =>
      t`Look at \`http_proxy\`, \`https_proxy\`, \`all_proxy\` and \`no_proxy\` in the environment, and ask who runs the proxy.`,
    isOfNetwork: true,
  },
  {
    kind: 'asks-for-login',
    words: /\bStatus code: 401\b/,
    why: later`The server asks for a user and a password, or rejects those of ~/.netrc.`,
    remedy: () => t`Add a line to ~/.netrc: machine HOST login USER password PASSWORD`,
    isOfNetwork: true,
  },
  {
    kind: 'tls',
    words:
      /certificate (problem|verif|has expired|or SSH)|verify the (first|leaf) certificate|certificate's altnames|self[- ]signed certificate|issuer certificate|x509:|TLS handshake|SSL connect|SSL routines/i,
    why: later`No safe connection can be made with the server.`,
    remedy: () =>
      t`Look at the clock (\`date\`); where a proxy or a server of your own signs, add its certificate to those of this machine, and name it in NODE_EXTRA_CA_CERTS.`,
    isOfNetwork: true,
  },
  {
    kind: 'no-such-host',
    codes: ['ENOTFOUND', 'EAI_AGAIN'],
    words:
      /could ?n[o']t resolve host|could not resolve host|name or service not known|failure in name resolution|no such host|ENOTFOUND|EAI_AGAIN/i,
    why: later`No name server knows the host.`,
    remedy: () => t`Check the spelling of the host, and the name servers in /etc/resolv.conf.`,
    isOfNetwork: true,
  },
  {
    kind: 'unreachable',
    codes: ['ENETUNREACH', 'EHOSTUNREACH'],
    words: /network is unreachable|no route to host|ENETUNREACH|EHOSTUNREACH/i,
    why: later`No route to the host.`,
    remedy: () => t`Look at the network of this machine: ip route`,
    isOfNetwork: true,
  },
  {
    kind: 'timeout',
    codes: ['ETIMEDOUT'],
    words: /timed out|timeout was reached|i\/o timeout|due to timeout|too slow|ETIMEDOUT/i,
    why: later`The server does not answer in time.`,
    remedy: () => t`Look at the network, and try again later or name another mirror.`,
    isOfNetwork: true,
  },
  {
    kind: 'refused',
    codes: ['ECONNREFUSED'],
    words: /connection refused|ECONNREFUSED|could ?n[o']t connect to server|could not connect to server/i,
    why: later`Nobody listens at the address of the server.`,
    remedy: () => t`Look at the URL, above all its port, and at the network.`,
    isOfNetwork: true,
  },
  {
    kind: 'not-permitted',
    codes: ['EACCES', 'EPERM'],
    why: later`You may not write there.`,
    remedy: (folder) => t`Choose another folder, or change the rights of \`${folder ?? '.'}\`.`,
  },
  {
    kind: 'not-permitted',
    words: /permission denied|operation not permitted/i,
    why: later`A permission is missing.`,
    remedy: () => t`Look at the rights of what it names: ls -ld FILE`,
  },
];

const killed: Row = {
  kind: 'killed',
  why: later`Something killed it; usually the machine ran out of memory.`,
  remedy: () => t`Look for "Out of memory" in: dmesg`,
};

/**
 * The cause that a program's last words show, or null: they show none that is known.
 * @param folder where it wrote, which tells a disk without room from one without inodes
 * @param status its exit status: 137 is what the kernel leaves of a program where memory runs out
 */
export function causeOfWords(
  words: string | readonly string[],
  folder: string | null = null,
  status = 0,
): Cause | null {
  const text = typeof words === 'string' ? words : words.join('\n');
  const row = rows.find((one) => one.words?.test(text) === true) ?? (status === 137 ? killed : undefined);
  return row === undefined ? null : causeOf(row, folder);
}

/** Why something could not be had from a server, in words that are shown. */
export interface Reason {
  reason: string;
  /** Where the words are ours, and so in any language; else they are those of a program. */
  causeKind?: CauseKind;
}

/** What an error that says the kind of its cause has for {@link causeOfReasons}. */
export function reasonOf({ message, causeKind }: Error & { causeKind?: CauseKind | undefined }): Reason {
  return causeKind === undefined ? { reason: message } : { reason: message, causeKind };
}

/** The cause of what went wrong at one server or several, or null: they show none that is known. */
export function causeOfReasons(reasons: readonly Reason[], folder: string | null = null): Cause | null {
  const row = rows.find((one) =>
    reasons.some(({ reason, causeKind }) =>
      causeKind === undefined ? one.words?.test(reason) === true : one.kind === causeKind,
    ),
  );
  return row === undefined ? null : causeOf(row, folder);
}

/** A sentence as the part of another. */
export function asPart(sentence: string): string {
  return /^[A-Z][a-z ]/.test(sentence) ? sentence.charAt(0).toLowerCase() + sentence.slice(1) : sentence;
}

/** Another folder, or other rights, help; else what happened may go away by itself. */
export function asksForOtherPlace({ kind }: Cause): boolean {
  return kind === 'read-only' || kind === 'not-permitted' || kind === 'in-the-way';
}

/** The same for an error of the system, by its errno. @param file at which it happened */
export function causeOfError(error: unknown, file?: string): Cause | null {
  const { code, path: ofError } = error as NodeJS.ErrnoException;
  const row = code === undefined ? undefined : rows.find((one) => one.codes?.includes(code) === true);
  const place = file ?? ofError;
  return row === undefined ? null : causeOf(row, place === undefined ? null : path.dirname(place));
}

function causeOf(row: Row, folder: string | null): Cause {
  const found = row.kind === 'disk-full' && folder !== null && isOutOfInodes(folder) ? (rows[0] as Row) : row;
  return {
    kind: found.kind,
    why: translated(found.why),
    remedy: found.remedy(folder),
    isOfNetwork: found.isOfNetwork ?? false,
  };
}

/** Whether the file system of a folder is out of inodes or of space now, where a program did not say why it failed. */
export function causeOfSpace(folder: string): Cause | null {
  const full = rows.find(({ kind }) => kind === 'disk-full');
  const cause = full === undefined ? null : causeOf(full, folder);
  return cause?.kind === 'no-inodes' || hasNoSpace(folder) ? cause : null;
}

function hasNoSpace(folder: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize <= leastFreeBytes;
  } catch {
    return false;
  }
}

/** What failed has tidied up since, so a full file system may have this much again. */
const leastFreeBytes = 2 ** 20;

/** Inodes that a file system without any may have again: what failed has tidied up since. */
const fewInodes = 32;

/**
 * The system says of both that there is no space. A file system that makes inodes as it needs them counts none. Where
 * both are short it is the space.
 */
function isOutOfInodes(folder: string): boolean {
  for (let at = path.resolve(folder); ; at = path.dirname(at)) {
    try {
      const { files, ffree, bavail, bsize } = statfsSync(at);
      return files > 0 && ffree <= fewInodes && bavail * bsize > leastFreeBytes;
    } catch {
      // What could not be made is looked for above it.
      if (path.dirname(at) === at) return false;
    }
  }
}
