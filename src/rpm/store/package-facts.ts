import { stageFailed } from '../../base/failure.js';
import { t } from '../../base/language/texts.js';
import type { TaskContext } from '../../engine/progress.js';
import { queryPackages } from '../../engine/query-packages.js';
import { formatNevra } from '../evr.js';
import type { SignatureFacts } from '../repositories/key-verdict.js';

/**
 * The names of packages by their own headers, in the order of the files: `bash-5.2-1.fc41.x86_64`.
 * @throws Failure (exit status 1) when rpm says nothing of one of them.
 */
export async function readNevras(
  ctx: TaskContext,
  files: readonly string[],
  scratch: string,
): Promise<string[]> {
  if (files.length === 0) return [];
  const format = '%{NAME} %{EPOCHNUM} %{VERSION} %{RELEASE} %{ARCH}\\n';
  const answer = await queryPackages(ctx, files, format, scratch, t`reading the packages' names`);
  const lines = answer.trimEnd().split('\n');
  if (lines.length !== files.length) {
    throw stageFailed({ what: t`rpm names ${lines.length} of ${files.length} packages.` });
  }
  return lines.map((line) => {
    const [name = '', epoch, version = '', release = '', arch = ''] = line.split(' ');
    return formatNevra({ name, epoch: Number(epoch), version, release, arch });
  });
}

/** Where signatures of a header, and of header and payload, are found: packages of version 4. */
const signatureTags = ['RSAHEADER', 'DSAHEADER', 'SIGPGP', 'SIGGPG']
  .map((tag) => `%{${tag}:base64}|`)
  .join('');

/** What the signatures of packages say of themselves, in the order of the files. */
export async function readSignatures(
  ctx: TaskContext,
  files: readonly string[],
  scratch: string,
): Promise<SignatureFacts[][]> {
  const ask = (format: string) =>
    queryPackages(ctx, files, `${format}#`, scratch, t`reading the dates of the packages' signatures`);
  // rpm 6 has them in a tag of its own, of which others only say that it is unknown.
  const answer = (await ask(`[%{OPENPGP}|]${signatureTags}`)) || (await ask(signatureTags));
  const packages = answer.split('#').slice(0, -1);
  return await Promise.all(
    packages.map(async (text) => {
      const signatures = new Set(text.replaceAll(/\s/g, '').split('|'));
      return (
        await Promise.all([...signatures].filter((one) => /^[^(]/.test(one)).map(factsOfSignature))
      ).flat();
    }),
  );
}

async function factsOfSignature(base64: string): Promise<SignatureFacts[]> {
  const { readSignature, SignaturePacket } = await import('openpgp');
  const { packets } = await readSignature({ binarySignature: Buffer.from(base64, 'base64') });
  return packets.flatMap((packet) => {
    if (!(packet instanceof SignaturePacket) || packet.created === null) return [];
    const { issuerKeyID, issuerFingerprint, created } = packet;
    const issuers = [issuerKeyID.toHex(), Buffer.from(issuerFingerprint ?? []).toString('hex')];
    return [
      { issuers: issuers.map((one) => one.toUpperCase()), created: Math.floor(created.getTime() / 1000) },
    ];
  });
}
