import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Where the text lies in the sector, which the BIOS loads to 0x7c00. */
const textAt = 0x40;

/** 16-bit code; `put` waits until the serial port is free. */
const program = [
  '31c0 8ed8 be407c', //         xor ax, ax; mov ds, ax; mov si, 0x7c40
  'ac 84c0 7405 e82000 ebf6', // say: lodsb; test al, al; jz get; call put; jmp say
  'bafd03 ec a801 74f8', //      get: mov dx, 0x3fd; in al, dx; test al, 1; jz get
  'baf803 ec 3c71 7405', //      mov dx, 0x3f8; in al, dx; cmp al, 'q'; je end
  'e80b00 ebeb', //              call put; jmp get
  'b0fe e664 f4 ebfd 9090', //   end: mov al, 0xfe; out 0x64, al; stop: hlt; jmp stop
  '50 bafd03 ec a820 74f8', //   put: push ax; wait: mov dx, 0x3fd; in al, dx; test al, 0x20; jz wait
  '58 baf803 ee c3', //          pop ax; mov dx, 0x3f8; out dx, al; ret
].join('');

/**
 * Writes a disk whose boot sector sends `text` to the first serial port, then sends back what is typed;
 * `q` restarts the machine.
 */
export function writeBootSector(file: string, text: string): void {
  const disk = Buffer.alloc(1 << 20);
  Buffer.from(program.replaceAll(' ', ''), 'hex').copy(disk);
  disk.write(`${text}\0`, textAt, 'latin1');
  disk.writeUInt16LE(0xaa55, 510);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, disk);
}
