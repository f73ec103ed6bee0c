const part = '[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*';
const host =
  '(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*(?::[0-9]+)?/)?';

/** Names that podman and docker take alike (distribution's reference grammar): host, path in small letters, tag, digest. */
export const containerImagePattern = new RegExp(
  `^${host}${part}(?:/${part})*(?::[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?(?:@sha256:[0-9a-f]{64})?$`,
);

/** `docker://Registry.example/Tools` is `registry.example/tools`: without a transport, in small letters. */
export function likelyContainerImage(text: string): string | null {
  const [, name = '', rest = ''] =
    /^(?:[a-z-]+:\/\/)?([^:@]*(?::[0-9]+\/[^:@]*)?)(.*)/s.exec(text.trim()) ?? [];
  return name === '' ? null : `${name.toLowerCase()}${rest}`;
}
