/** What a CHECKSUM file of Fedora says of one file. */
export interface ListedFile {
  name: string;
  /** Hex. */
  sha256: string;
  /** Bytes, null where the comment with the size is missing. */
  size: number | null;
}

/**
 * Reads the signed text of a CHECKSUM file: BSD-style lines `SHA256 (NAME) = HEX`, each below a comment
 * `# NAME: SIZE bytes` (facts, section 2). What stands outside of the signed text must not be given to it.
 */
export function readChecksums(text: string): ListedFile[] {
  const sizes = new Map<string, number>();
  for (const [, name = '', size] of text.matchAll(/^# ([^:\n]+): (\d+) bytes\s*$/gm))
    sizes.set(name, Number(size));
  return [...text.matchAll(/^SHA256 \(([^)\n]+)\) = ([0-9a-f]{64})\s*$/gm)].map(
    ([, name = '', sha256 = '']) => ({
      name,
      sha256,
      size: sizes.get(name) ?? null,
    }),
  );
}
