import * as v from 'valibot';
import { nameFromFolder } from './defaults.js';
import { Failure } from './failure.js';
import { familyOf, parseInterfaceAddress } from './ip-address.js';
import { holdsSecret, secretRefusal } from './secret-text.js';
import { suggestSize } from './size-suggestion.js';
import { largestMiB, parseSize } from './sizes.js';
import * as suggest from './suggestions.js';

/**
 * What messages and the JSON Schema need to know of a field beyond its type. Everything that ends in a shell
 * script or in grub.cfg has a pattern that leaves no room for blanks, quotes, `$` or control characters.
 */
export interface ShapeFacts {
  /** Completes "is no ...": `host name`. */
  noun: string;
  examples: readonly (string | number)[];
  /** Never shown in a message. */
  secret?: boolean;
  /** A better message for a wrong value, or null. */
  explain?: (value: unknown) => { message: string; remedy: string } | null;
  /** The value that was most likely meant by a wrong one, or null. It may be wrong too: it is checked. */
  suggest?: (text: string) => string | number | null;
  /** The value is a size in MiB. */
  isSize?: boolean;
  /** For the JSON Schema, where the check is a function. */
  json?: Record<string, unknown>;
}

export const anyText = v.string();
export const imageName = text(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, {
  noun: 'name of letters, digits, `.`, `_` and `-`',
  examples: ['robot-1'],
  suggest: nameFromFolder,
});
export const release = v.pipe(
  v.number(),
  v.integer(),
  v.minValue(1),
  v.maxValue(999),
  v.metadata(facts({ noun: 'number of a Fedora release', examples: [44], suggest: suggest.release })),
);
export const repositoryId = text(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, {
  noun: 'repository id of letters, digits, `.`, `_` and `-`',
  examples: ['fedora'],
});
export const url = text(/^(https?:\/\/[A-Za-z0-9[]|file:\/\/\/)[A-Za-z0-9._~:/?#[\]@!&()*+,;=%-]*$/, {
  noun: 'http, https or file URL',
  examples: ['https://example.org/fedora/44/x86_64/', 'file:///srv/repo/'],
  explain: (value) =>
    typeof value === 'string' && value.includes('$')
      ? {
          message: `The URL \`${value}\` holds a variable.`,
          remedy: 'Write out the release and the architecture: `.../44/x86_64/`.',
        }
      : null,
});
/** As `podman run` takes it; nothing that its arguments could be mistaken for. */
export const containerImage = text(/^[A-Za-z0-9][A-Za-z0-9._/:@-]*$/, {
  noun: 'name of a container image',
  examples: ['registry.example/build/fedora-tools:44'],
});
/** A path, or armoured text, which has several lines. */
export const key = text(/^(?![\s\S]*PRIVATE KEY)(-----BEGIN PGP PUBLIC KEY BLOCK-----[\s\S]*|[^\p{Cc}]+)$/u, {
  noun: 'path of a public key file, or armoured public key',
  examples: ['keys/RPM-GPG-KEY-fedora-44-primary'],
  explain: (value) =>
    holdsSecret(String(value))
      ? { ...secretRefusal, remedy: 'Give the public key: `gpg --armor --export` writes it.' }
      : null,
});
export const packagePattern = text(/^(?!-)[^\p{Cc}\s]+$/u, {
  noun: 'name, glob or NEVRA of packages',
  examples: ['kernel*', 'bash'],
});
export const priority = v.pipe(
  v.number(),
  v.integer(),
  v.minValue(1),
  v.maxValue(99),
  v.metadata(facts({ noun: 'priority from 1 to 99 (the smaller one goes first)', examples: [50] })),
);
/** A URL, or a path that counts from the project's folder. */
export const place = text(/^(https?:\/\/[A-Za-z0-9[]|file:\/\/\/|(?![a-z]+:\/\/|~))[^\p{Cc}]+$/u, {
  noun: 'http, https or file URL, or path',
  examples: ['https://example.org/Fedora-Server-netinst-x86_64-44-1.7.iso', 'isos/netinst.iso'],
});
export const packageText = text(/^[^\p{Cc}]+$/u, { noun: 'line of packages.list', examples: ['bash'] });
export const device = text(
  /^(?!(?:\/dev\/)?(?:(?:sd|vd|xvd|hd)[a-z]+|(?:nvme\d+n|mmcblk|md|loop)\d+p)\d+$)(?!.*-part\d+$)((?:\/dev\/)?[a-z][a-z0-9-]{1,31}|\/dev\/disk\/by-(?:id|path|uuid|diskseq)\/[A-Za-z0-9._:@+=-]+|serial:[A-Za-z0-9._:-]+)$/,
  {
    noun: 'disk: a kernel name, a path under /dev/disk/by-id or by-path, or `serial:TEXT`',
    examples: ['sda', 'nvme0n1', '/dev/disk/by-path/pci-0000:00:1f.2-ata-1', 'serial:S4EVNX0R'],
    explain: explainPartition,
    suggest: (text) => partitionsDisk(text) ?? text.trim().toLowerCase(),
  },
);
export const hostname = text(
  /^(?=.{1,64}$)[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*$/,
  {
    noun: 'host name (letters, digits, `-` and `.`, 64 at most)',
    examples: ['robot-1'],
    suggest: suggest.hostname,
  },
);
export const timezone = text(/^[A-Za-z][A-Za-z0-9_+-]*(?:\/[A-Za-z0-9_+-]+){0,2}$/, {
  noun: 'time zone',
  examples: ['UTC', 'Asia/Tokyo'],
  suggest: suggest.timezone,
});
export const language = text(/^(?:[a-z]{2,3}(?:_[A-Z]{2})?(?:\.UTF-8)?(?:@[a-z]+)?|C(?:\.UTF-8)?)$/, {
  noun: 'locale',
  examples: ['en_US.UTF-8', 'ja_JP.UTF-8'],
  suggest: suggest.language,
});
export const keymap = text(/^[A-Za-z0-9][A-Za-z0-9_.-]*$/, {
  noun: 'keymap',
  examples: ['us', 'jp106'],
  suggest: suggest.withoutStrangers,
});
export const passwordHash = text(/^\$(?:y|gy|7|2[abxy]|6|5|1)\$[./A-Za-z0-9$=,]{20,200}$/, {
  noun: 'crypt(5) hash',
  examples: ['$6$salt$...'],
  secret: true,
  explain: () => ({
    message: 'The value is no crypt(5) hash (it is not shown here, as it may be a password).',
    remedy: 'Make one with `openssl passwd -6`, and quote it with single quotes in a shell.',
  }),
});
export const sshKey = v.pipe(
  v.string(),
  v.check(isSshPublicKey),
  v.metadata(
    facts({
      noun: 'public SSH key',
      examples: ['ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAA... me@desk'],
      explain: (value) => (holdsSecret(String(value)) ? secretRefusal : null),
      suggest: suggest.oneLine,
      json: { pattern: sshKeyPattern().source },
    }),
  ),
);
export const userName = text(/^[a-z_][a-z0-9_-]{0,31}$/, {
  noun: 'user or group name (small letters, digits, `_` and `-`)',
  examples: ['operator'],
  suggest: suggest.userName,
});
/** The kernel's limit is 15 bytes; NetworkManager refuses two names that the kernel keeps for itself. */
export const networkDevice = text(/^(?!(?:all|default)$)[A-Za-z0-9][A-Za-z0-9_.@-]{0,14}$/, {
  noun: 'name of a network interface (15 characters at most)',
  examples: ['eth0', 'enp1s0'],
  suggest: suggest.lastPart,
});
export const ipAddress = v.pipe(
  v.string(),
  v.regex(ipPattern('')),
  v.check((value) => familyOf(value) !== null),
  v.metadata(facts({ noun: 'IP address', examples: ['192.168.1.1', 'fd00::1'], suggest: suggest.ipAddress })),
);
export const interfaceAddress = v.pipe(
  v.string(),
  v.regex(ipPattern('/[1-9][0-9]{0,2}')),
  v.check((value) => parseInterfaceAddress(value) !== null),
  v.metadata(
    facts({
      noun: 'IP address with the length of its prefix',
      examples: ['192.168.1.10/24', 'fd00::10/64'],
      suggest: suggest.interfaceAddress,
    }),
  ),
);
export const unit = text(/^[A-Za-z0-9][A-Za-z0-9@._:-]{0,254}$/, {
  noun: 'unit name',
  examples: ['sshd', 'chronyd.service'],
  suggest: suggest.lastPart,
});
export const kernelArgument = text(/^[A-Za-z0-9_.][A-Za-z0-9_.,:=@/+%~-]{0,255}$/, {
  noun: 'kernel argument (one, without blanks, quotes or `$`)',
  examples: ['mitigations=off'],
  suggest: suggest.withoutStrangers,
});
export const console = text(/^[A-Za-z][A-Za-z0-9]*(?:,[0-9]+[noe]?[5-8]?r?)?$/, {
  noun: 'console',
  examples: ['tty0', 'ttyS0,115200'],
  suggest: suggest.console,
});
export const folder = text(/^(?!~)[^\p{Cc}]+$/u, {
  noun: 'folder',
  examples: ['/var/cache/images', '.cache'],
  explain: (value) =>
    typeof value === 'string' && value.startsWith('~')
      ? { message: `The \`~\` in \`${value}\` means nothing here.`, remedy: 'Write the whole path.' }
      : null,
});

const sizePattern = '^\\s*(\\d+(\\.\\d+)?\\s*([KkMmGgTt]([Ii][Bb])?)?|[Rr][Ee][Ss][Tt])\\s*$';
/** A partition's size: MiB as a number, or text that {@link parseSize} reads. */
export const size = sizeShape('size', ['8G', '2.5 GiB', 8192, 'rest'], sizePattern, () => true);
/** A size in which `rest` means nothing. */
export const wholeSize = sizeShape(
  'size in MiB above 0',
  [4096, '4G'],
  sizePattern.replace('|[Rr][Ee][Ss][Tt]', ''),
  (mib) => mib !== 'rest' && mib > 0,
);

function sizeShape(
  noun: string,
  examples: (string | number)[],
  pattern: string,
  ok: (mib: number | 'rest') => boolean,
) {
  return v.pipe(
    v.union([v.number(), v.string()]),
    v.check((value) => explainSize(value) === null && ok(parseSize(String(value)))),
    v.metadata(
      facts({
        noun,
        examples,
        explain: explainSize,
        suggest: suggestMiB,
        isSize: true,
        json: {
          anyOf: [
            { type: 'integer', minimum: 0, maximum: largestMiB },
            { type: 'string', pattern },
          ],
        },
      }),
    ),
  );
}

function suggestMiB(text: string): number | 'rest' | null {
  const better = suggestSize(text);
  return better === null ? null : parseSize(better);
}

function explainSize(value: unknown): { message: string; remedy: string } | null {
  if (typeof value !== 'number' && typeof value !== 'string') return null;
  try {
    parseSize(String(value));
    return null;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { message: error.facts.what, remedy: error.facts.remedy ?? '' };
  }
}

/** The disk of a partition, or null: the text names no partition. */
function partitionsDisk(text: string): string | null {
  const match =
    /^(?:\/dev\/)?((?:sd|vd|xvd|hd)[a-z]+(?=\d)|(?:nvme\d+n|mmcblk|md|loop)\d+(?=p\d))|^(.*)-part\d+$/.exec(
      text,
    );
  return match?.[1] ?? match?.[2] ?? null;
}

function explainPartition(value: unknown): { message: string; remedy: string } | null {
  const disk = partitionsDisk(String(value));
  return disk === null
    ? null
    : { message: `\`${value}\` is a partition, not a disk.`, remedy: `Name the whole disk: \`${disk}\`.` };
}

function sshKeyPattern(): RegExp {
  return /^(ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp(?:256|384|521)|sk-(?:ssh-ed25519|ecdsa-sha2-nistp256)@openssh\.com) ([A-Za-z0-9+/]{40,}={0,2})(?: [^\p{Cc}]*)?$/u;
}

/** What an IP address is written with; for editors, and so that nothing else comes into a file. */
function ipPattern(behind: string): RegExp {
  const part = '(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])';
  return new RegExp(`^(?:${part}(?:\\.${part}){3}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*)${behind}$`);
}

/** The type stands in the text and, with its length before it, again inside the base64. */
function isSshPublicKey(value: string): boolean {
  const match = sshKeyPattern().exec(value);
  // Behind a public key a private one would pass for its comment.
  if (match === null || holdsSecret(value)) return false;
  const type = match[1] as string;
  const blob = Buffer.from(match[2] as string, 'base64');
  return (
    blob.readUInt32BE(0) === type.length && blob.subarray(4, 4 + type.length).toString('latin1') === type
  );
}

function text(pattern: RegExp, about: ShapeFacts) {
  return v.pipe(v.string(), v.regex(pattern), v.metadata(facts(about)));
}

/** Valibot wants a plain record. */
function facts(about: ShapeFacts): Record<string, unknown> {
  return { facts: about };
}
