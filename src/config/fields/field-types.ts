import * as v from 'valibot';
import { Failure } from '../../base/failure.js';
import { later, t } from '../../base/language/texts.js';
import { holdsSecret, secretRefusal } from '../../base/secret-text.js';
import {
  credentialsRefusal,
  hasCredentials,
  hideCredentials,
  withoutCredentials,
} from '../../base/url-credentials.js';
import { accountNamePattern, explainAccountName } from './account-name.js';
import { containerImagePattern, likelyContainerImage } from './container-image.js';
import { diskExamples, diskPattern, explainDisk, suggestDisk } from './disk-names.js';
import { hostnamePattern } from './host-name.js';
import { nameFromFolder } from './image-name.js';
import { explainIpAddress, familyOf, parseInterfaceAddress } from './ip-address.js';
import { localePattern } from './locale.js';
import { explainPasswordHash, passwordHashPattern } from './password-hash.js';
import { suggestSize } from './size-suggestion.js';
import { largestMiB, parseSize, plainSizeForms, sizeForms } from './sizes.js';
import { explainSshKey, isAuthorizedKey, sshKeyPattern } from './ssh-key.js';
import * as suggest from './suggestions.js';
import { facts, text } from './type-facts.js';

export const imageName = text(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, {
  noun: later`name of letters, digits, \`.\`, \`_\` and \`-\``,
  examples: ['robot-1'],
  suggest: nameFromFolder,
});
export const release = v.pipe(
  v.number(),
  v.integer(),
  v.minValue(1),
  v.maxValue(999),
  v.metadata(facts({ noun: later`number of a Fedora release`, examples: [44], suggest: suggest.release })),
);
/** What dnf takes, as COPR has it too (`copr:copr.fedorainfracloud.org:user:project`); not what looks like an option. */
export const repositoryIdPattern = /^[A-Za-z0-9_][A-Za-z0-9_.:-]{0,127}$/;
export const repositoryId = text(repositoryIdPattern, {
  noun: later`repository id of letters, digits, \`.\`, \`_\`, \`:\` and \`-\``,
  examples: ['fedora'],
  suggest: suggest.repositoryId,
});
const urlPattern = /^(https?:\/\/(?![^/?#]*@)[A-Za-z0-9[]|file:\/\/\/)[A-Za-z0-9._~:/?#[\]@!&()*+,;=%-]*$/;
const explainCredentials = (value: unknown) =>
  typeof value === 'string' && hasCredentials(value) ? credentialsRefusal : null;
export const url = v.pipe(
  v.string(),
  v.regex(urlPattern),
  v.check((value) => URL.canParse(value)),
  v.metadata(
    facts({
      noun: later`http, https or file URL`,
      examples: ['https://example.org/fedora/44/x86_64/', 'file:///srv/repo/'],
      explain: (value) =>
        explainCredentials(value) ??
        (typeof value === 'string' && value.includes('$')
          ? {
              message: t`The URL \`${hideCredentials(value)}\` holds a variable.`,
              remedy: t`Write out the release and the architecture: \`https://example.org/fedora/44/x86_64/\`.`,
            }
          : null),
      suggest: suggest.url,
    }),
  ),
);
export const containerImage = text(containerImagePattern, {
  noun: later`name of a container image`,
  examples: ['registry.example/build/fedora-tools:44'],
  suggest: likelyContainerImage,
});
/** A path, or armoured text, which has several lines. */
export const key = text(/^(?![\s\S]*PRIVATE KEY)(-----BEGIN PGP PUBLIC KEY BLOCK-----[\s\S]*|[^\p{Cc}]+)$/u, {
  noun: later`path of a public key file, or armoured public key`,
  examples: ['keys/RPM-GPG-KEY-fedora-44-primary'],
  explain: (value) =>
    holdsSecret(String(value))
      ? { ...secretRefusal, remedy: t`Give the public key: \`gpg --armor --export\` writes it.` }
      : null,
});
export const packagePattern = text(/^(?!-)[^\p{Cc}\s]+$/u, {
  noun: later`name, glob or NEVRA of packages`,
  examples: ['kernel*', 'bash'],
});
export const priority = v.pipe(
  v.number(),
  v.integer(),
  v.minValue(1),
  v.maxValue(99),
  v.metadata(facts({ noun: later`priority from 1 to 99 (the smaller one goes first)`, examples: [50] })),
);
/** A URL, or a path that counts from the project's folder. */
export const place = text(
  /^(https?:\/\/(?![^/?#]*@)[A-Za-z0-9[]|file:\/\/\/|(?![a-z]+:\/\/|~))[^\p{Cc}]+$/u,
  {
    noun: later`http, https or file URL, or path`,
    examples: ['https://example.org/Fedora-Server-netinst-x86_64-44-1.7.iso', 'isos/netinst.iso'],
    explain: explainCredentials,
    suggest: withoutCredentials,
  },
);
export const packageText = text(/^[^\p{Cc}]+$/u, { noun: later`line of packages.list`, examples: ['bash'] });
export const device = text(diskPattern, {
  noun: later`disk`,
  examples: diskExamples,
  explain: explainDisk,
  suggest: suggestDisk,
});
export const hostname = text(hostnamePattern, {
  noun: later`host name (letters, digits, \`-\` and \`.\`, 64 at most)`,
  examples: ['robot-1'],
  suggest: suggest.hostname,
});
export const timezone = text(/^[A-Za-z][A-Za-z0-9_+-]*(?:\/[A-Za-z0-9_+-]+){0,3}$/, {
  noun: later`time zone`,
  examples: ['UTC', 'Asia/Tokyo'],
  suggest: suggest.timezone,
});
export const language = text(localePattern, {
  noun: later`locale (language, territory and character set)`,
  examples: ['en_US.UTF-8', 'ja_JP.UTF-8'],
  suggest: suggest.language,
});
export const keymap = text(/^[A-Za-z0-9][A-Za-z0-9_.-]*$/, {
  noun: later`keymap`,
  examples: ['us', 'jp106'],
  suggest: suggest.withoutStrangers,
});
export const passwordHash = text(passwordHashPattern, {
  noun: later`crypt(5) hash`,
  examples: ['$6$salt$...'],
  secret: true,
  explain: explainPasswordHash,
});
export const sshKey = v.pipe(
  v.string(),
  v.check(isAuthorizedKey),
  v.metadata(
    facts({
      noun: later`public SSH key`,
      examples: ['ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ9a1VqvXDuLH1VpLxgAyCU3pCmBqHqbV1kh3kqjYqWJ me@desk'],
      explain: explainSshKey,
      suggest: suggest.oneLine,
      json: { pattern: sshKeyPattern.source },
    }),
  ),
);
export const userName = text(accountNamePattern, {
  noun: later`user or group name (letters, digits, \`_\`, \`.\` and \`-\`, 32 at most)`,
  examples: ['op'],
  explain: explainAccountName,
  suggest: suggest.userName,
});
/**
 * The kernel's limit is 15 bytes; it and NetworkManager keep three names for themselves, and digits alone are the
 * number of an interface.
 */
export const networkDevicePattern =
  /^(?!(?:all|default|bonding_masters)$)(?![0-9]+$)[A-Za-z0-9_][A-Za-z0-9_.@-]{0,14}$/;
export const networkDevice = text(networkDevicePattern, {
  noun: later`name of a network interface (15 characters at most)`,
  examples: ['eth0', 'enp1s0'],
  suggest: suggest.lastPart,
});
export const ipAddress = v.pipe(
  v.string(),
  v.regex(ipPattern('')),
  v.check((value) => familyOf(value) !== null),
  v.metadata(
    facts({
      noun: later`IP address`,
      examples: ['192.168.1.1', 'fd00::1'],
      explain: explainIpAddress,
      suggest: suggest.ipAddress,
    }),
  ),
);
export const interfaceAddress = v.pipe(
  v.string(),
  v.regex(ipPattern('/[1-9][0-9]{0,2}')),
  v.check((value) => parseInterfaceAddress(value) !== null),
  v.metadata(
    facts({
      noun: later`IP address with the length of its prefix`,
      examples: ['192.168.1.10/24', 'fd00::10/64'],
      suggest: suggest.interfaceAddress,
    }),
  ),
);
/** systemd.unit(5); 255 bytes with the `.service` that a name without an ending gets. */
export const unit = text(/^(?=.{1,247}$)(?!@)(?:[A-Za-z0-9@._:-]|\\x[0-9a-f]{2})+$/, {
  noun: later`unit name`,
  examples: ['sshd', 'chronyd.service'],
  suggest: suggest.lastPart,
});
/** In grub.cfg each stands as a word of its own; GRUB would take quotes and backslashes, and the kernel blanks, apart. */
export const kernelArgument = text(/^(?!-)[!#$%&()*+,\-./0-9:;<=>?@A-Z[\]^_a-z{|}~]{1,256}$/, {
  noun: later`kernel argument (one, without blanks and quotes)`,
  examples: ['mitigations=off'],
  suggest: suggest.withoutStrangers,
});
/** What the kernel reads of `console=` (Documentation/admin-guide/kernel-parameters.txt): a tty, or the address of a UART. */
export const console = text(
  /^(?:[A-Za-z][A-Za-z0-9]*|uart(?:8250)?,(?:io|mmio(?:16|32|32be|32native)?),0x[0-9A-Fa-f]+)(?:,[0-9]+(?:[noe][5-8]?r?)?)?$/,
  {
    noun: later`console`,
    examples: ['tty0', 'ttyS0,115200'],
    suggest: suggest.console,
  },
);
/** A line of a file that scripts of the device read; normalised, so that names that are equal look so. */
export const keptPath = text(/^(?:\/(?!\.{1,2}(?:\/|$))[A-Za-z0-9._@%+:=~-]+)+$/, {
  noun: later`absolute path (letters, digits and \`._@%+:=~-\`, no \`//\`, \`.\` or \`..\`)`,
  examples: ['/etc/chrony.keys', '/etc/NetworkManager/system-connections'],
  suggest: suggest.normalPath,
});
export const folder = text(/^(?!~)[^\p{Cc}]+$/u, {
  noun: later`folder`,
  examples: ['/var/cache/images', '.cache'],
  explain: (value) =>
    typeof value === 'string' && value.startsWith('~')
      ? { message: t`The \`~\` in \`${value}\` means nothing here.`, remedy: t`Write the whole path.` }
      : null,
});

const sizePattern = '^\\s*(\\d+(\\.\\d+)?\\s*([KkMmGgTt]([Ii][Bb])?)?|[Rr][Ee][Ss][Tt])\\s*$';
/** A partition's size: MiB as a number, or text that {@link parseSize} reads. */
export const size = sizeShape('size', ['8G', '2.5 GiB', 8192, 'rest'], sizePattern, () => true);
const plainSizePattern = sizePattern.replace('|[Rr][Ee][Ss][Tt]', '');
/** A size in which `rest` means nothing. */
export const wholeSize = sizeShape(
  'size in MiB above 0',
  [4096, '4G'],
  plainSizePattern,
  (mib) => mib !== 'rest' && mib > 0,
);
/** A size in which `rest` means nothing, or 0. */
export const sizeOrNone = sizeShape(
  'size in MiB',
  [0, 1024, '1G'],
  plainSizePattern,
  (mib) => mib !== 'rest',
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
        explain: (value: unknown) => explainSize(value, examples),
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
  return better === null || explainSize(better) !== null ? null : parseSize(better);
}

/** A better message for what is not a size, with the examples of its field where it is none at all. */
function explainSize(
  value: unknown,
  examples: readonly (string | number)[] = [],
): { message: string; remedy: string } | null {
  if (typeof value !== 'number' && typeof value !== 'string') return null;
  try {
    parseSize(String(value));
    return null;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const { what, remedy = '' } = error.facts;
    const mayBeRest = examples.length === 0 || examples.includes('rest');
    return { message: what, remedy: mayBeRest || remedy !== sizeForms() ? remedy : plainSizeForms() };
  }
}

/** What an IP address is written with; for editors, and so that nothing else comes into a file. */
function ipPattern(behind: string): RegExp {
  const part = '(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])';
  return new RegExp(`^(?:${part}(?:\\.${part}){3}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*)${behind}$`);
}
