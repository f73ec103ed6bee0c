/**
 * Names of the modules that are built into an image of GRUB for 64-bit EFI. Each lies in it as the ELF object that it
 * was, with its name in the section `.modname` (grub-core/genmod.sh.in).
 */
export function grubModules(image: Buffer): string[] {
  const names: string[] = [];
  for (let at = image.indexOf(elfMagic); at >= 0; at = image.indexOf(elfMagic, at + 1)) {
    const name = moduleName(image.subarray(at));
    if (name !== null) names.push(name);
  }
  return names;
}

/** Class 64 bits, least significant byte first. */
const elfMagic = Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1]);
/** Sizes in bytes (elf(5)). */
const elfHeaderSize = 64;
const sectionHeaderSize = 64;

interface Section {
  /** Offset of its name in the section of names. */
  name: number;
  content: Buffer;
}

/** What the section `.modname` of an ELF object says; null where there is none. */
function moduleName(object: Buffer): string | null {
  if (object.length < elfHeaderSize) return null;
  const table = Number(object.readBigUInt64LE(40));
  const count = object.readUInt16LE(60);
  const sections = Array.from({ length: count }, (_, index) =>
    section(object, table + index * sectionHeaderSize),
  );
  const names = sections[object.readUInt16LE(62)]?.content;
  if (names === undefined) return null;
  const found = sections.find((one) => one !== null && textAt(names, one.name) === '.modname');
  return found === undefined || found === null ? null : textAt(found.content, 0);
}

function section(object: Buffer, at: number): Section | null {
  if (at + sectionHeaderSize > object.length) return null;
  const start = Number(object.readBigUInt64LE(at + 24));
  const size = Number(object.readBigUInt64LE(at + 32));
  return { name: object.readUInt32LE(at), content: object.subarray(start, start + size) };
}

function textAt(bytes: Buffer, at: number): string {
  const end = bytes.indexOf(0, at);
  return bytes.toString('latin1', at, end < 0 ? bytes.length : end);
}
