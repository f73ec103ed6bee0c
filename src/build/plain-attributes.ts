import { badFindings } from '../base/failure.js';
import { errorAt, type Finding } from '../base/finding.js';
import { t } from '../base/language/texts.js';
import type { Engine } from '../engine/engine.js';

/**
 * Refuses a folder whose files have capabilities, access lists or attributes of their own: neither git nor a stage's
 * key sees them, and not every file system of a device keeps them, so the image would lose them without a word.
 * Others are left alone: SELinux's label is set by the image's own policy, and some file systems show properties of
 * their own as attributes.
 * @throws Failure (exit status 2) that names files and attributes.
 */
export async function requirePlainAttributes(
  engine: Engine,
  folder: string,
  shownAs: string,
  signal?: AbortSignal,
): Promise<void> {
  const lines: string[] = [];
  await engine.run({
    program: 'tar',
    // Of what it packs into /dev/null, tar reads no content.
    args: [
      ...[
        '--create',
        '--file',
        '/dev/null',
        '--directory',
        folder,
        '-vvv',
        '--quoting-style=escape',
        '--sort=name',
      ],
      ...['--xattrs', '--xattrs-include=*', '.'],
    ],
    purpose: t`looking for attributes in ${shownAs}`,
    onLine: (line, from) => void (from === 'stdout' && lines.push(line)),
    ...(signal === undefined ? {} : { signal }),
  });
  const findings = attributeFindings(lines, shownAs);
  if (findings.length > 0)
    throw badFindings(
      findings,
      t`${findings.length} files of ${shownAs} have extended attributes or access control lists:`,
    );
}

/**
 * @param lines What tar(1) lists with `-vvv --xattrs`: a line for each file, then one for each attribute that it has.
 */
export function attributeFindings(lines: readonly string[], shownAs: string): Finding[] {
  const findings: Finding[] = [];
  let file = '';
  for (const line of lines) {
    const [, attribute] = /^ {2}x: +\d+ (.*)$/.exec(line) ?? [];
    if (attribute === undefined) file = fileOf(line);
    else if (isOwn(attribute)) findings.push(findingOf(file, attribute, shownAs));
  }
  return findings;
}

/** Of `-rw-r--r--* root/root 2 2026-11-28 17:48 ./etc/motd`; a link has its target behind the name. */
function fileOf(line: string): string {
  const [, type, name = ''] = /^(.)\S+\s+\S+\s+\S+\s+\S+ \S+ \.\/(.*)$/.exec(line) ?? [];
  const end = type === 'l' ? name.indexOf(' -> ') : type === 'h' ? name.indexOf(' link to ') : -1;
  return (end < 0 ? name : name.slice(0, end)).replace(/\/$/, '');
}

function isOwn(attribute: string): boolean {
  return attribute === 'security.capability' || /^(user\.|system\.posix_acl_)/.test(attribute);
}

function findingOf(file: string, attribute: string, shownAs: string): Finding {
  const where = file === '' ? shownAs : `${shownAs}/${file}`;
  const [message, remedy] = attribute.startsWith('system.posix_acl_')
    ? [
        t`It has an access control list, which the image would lose.`,
        t`Remove it with \`setfacl -b\`, and set it with a script of \`hooks.d\`.`,
      ]
    : attribute === 'security.capability'
      ? [
          t`It has capabilities, which the image would lose.`,
          t`Remove them with \`setcap -r\`, and set them with \`setcap\` in a script of \`hooks.d\`.`,
        ]
      : [
          t`It has the attribute \`${attribute}\`, which the image would lose.`,
          t`Remove it with \`setfattr -x ${attribute}\`.`,
        ];
  return { ...errorAt('', message, remedy), where };
}
