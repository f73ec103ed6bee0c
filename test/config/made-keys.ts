/** A public key in the form of `.pub` files, made of the parts of its blob; each has its length before it. */
export function keyOf(type: string, ...parts: readonly (Buffer | string)[]): string {
  const blob = [type, ...parts].map((part) => Buffer.from(part)).flatMap((part) => [lengthOf(part), part]);
  return `${type} ${Buffer.concat(blob).toString('base64')}`;
}

function lengthOf(part: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(part.length);
  return length;
}
