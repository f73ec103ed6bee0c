import { open, readFile, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type DiskPartition, partitionOf } from '../e2e/device.js';
import { randomOf } from '../helpers/random.js';
import { mustRun, runProgram } from '../helpers/run-program.js';

export type SlotLabel = 'tfr-root-a' | 'tfr-root-b';

/** Label of the EFI system partition. */
export const esp = 'EFI System Partition';

/** Label of the second one. */
export const secondEsp = 'tfr-esp-2';

const sectorBytes = 512;

/** A disk image with an installed system that a case may damage. Garbage is the same in each run. */
export class InstalledDisk {
  constructor(
    readonly file: string,
    /** The image that this one is a copy of. */
    readonly pristine: string,
    /** Seeds the garbage. */
    readonly seed: string,
  ) {}

  partition(label: string): DiskPartition {
    return partitionOf(this.file, label);
  }

  /** Zeroes bytes of a partition: to its end where no size is given. */
  async zero(label: string, offset = 0, size = this.partition(label).size - offset): Promise<void> {
    await this.#write(this.partition(label).start + offset, Buffer.alloc(size));
  }

  async garbage(label: string, offset = 0, size = this.partition(label).size - offset): Promise<void> {
    await this.#write(this.partition(label).start + offset, this.#garbage(size));
  }

  /** Turns one byte of a partition over. */
  async flip(label: string, offset: number): Promise<void> {
    const handle = await open(this.file, 'r+');
    try {
      const at = this.partition(label).start + offset;
      const { buffer } = await handle.read(Buffer.alloc(1), 0, 1, at);
      await handle.write(Buffer.from([buffer.readUInt8(0) ^ 0xff]), 0, 1, at);
    } finally {
      await handle.close();
    }
  }

  /** Sectors of the whole disk; negative numbers count from its end. */
  async zeroSectors(first: number, count: number): Promise<void> {
    await this.#write(await this.#sector(first), Buffer.alloc(count * sectorBytes));
  }

  async garbageSectors(first: number, count: number): Promise<void> {
    await this.#write(await this.#sector(first), this.#garbage(count * sectorBytes));
  }

  async grow(bytes: number): Promise<void> {
    await truncate(this.file, (await this.#size()) + bytes);
  }

  /** Byte offsets in a partition of the blocks of a file on ext4. */
  blocksOf(label: string, file: string): number[] {
    const blockSize = Number(/^Block size:\s+(\d+)/m.exec(this.#debugfs(label, 'stats -h'))?.[1]);
    return this.#debugfs(label, `blocks ${file}`)
      .trim()
      .split(/\s+/)
      .map((block) => Number(block) * blockSize);
  }

  /** Byte offset in a partition of the block in the middle of a file on ext4. */
  middleOf(label: string, file: string): number {
    const blocks = this.blocksOf(label, file);
    return blocks[Math.floor(blocks.length / 2)] as number;
  }

  /** Byte offset in a partition of an inode on ext4. */
  inodeAt(label: string, inode: number): number {
    const found = this.#debugfs(label, `imap <${inode}>`);
    const [, block = '', offset = ''] = /located at block (\d+), offset (0x[0-9a-f]+)/.exec(found) ?? [];
    const blockSize = Number(/^Block size:\s+(\d+)/m.exec(this.#debugfs(label, 'stats -h'))?.[1]);
    return Number(block) * blockSize + Number(offset);
  }

  /** Makes a slot hold another image, whole by its own digests: the script (sh) runs in its mounted root. */
  async rebuildSlot(label: SlotLabel, script: string): Promise<void> {
    const { start, size } = this.partition(label);
    mustRun('unshare', [
      ...['-m', 'sh', '-euc'],
      `root=$(mktemp -d)
       trap 'umount "$root"; rmdir "$root"' EXIT
       mount -o "loop,offset=$2,sizelimit=$3" "$1" "$root"
       cd "$root"
       facts=usr/lib/tmpfsroot
       sh -euc "$4"
       files() { find . -xdev -path ./boot -prune -o -path ./lost+found -prune -o -type f ! -path "./$facts/files.b2" -print0; }
       entries=$(find . -xdev -path './boot/*' -prune -o -path ./lost+found -prune -o -printf . | wc -c)
       sed -i -e "s/^TFR_FILES=.*/TFR_FILES=$(files | tr -dc '\\0' | wc -c)/" -e "s/^TFR_ENTRIES=.*/TFR_ENTRIES=$entries/" \
         $facts/image.conf
       files | xargs -0 b2sum >"$root.b2"
       cat "$root.b2" >$facts/files.b2
       rm "$root.b2"
       cd /`,
      ...['sh', this.file, String(start), String(size), script],
    ]);
  }

  /** Removes a file on ext4. */
  removeFile(label: string, file: string): void {
    mustRun('debugfs', ['-w', '-R', `rm ${file}`, `${this.file}?offset=${this.partition(label).start}`]);
  }

  /** Byte offsets in a partition of every copy of a tree's root block on btrfs; of that of extents the four backups too. */
  btrfsCopiesOf(label: string, tree: 'root' | 'extents'): number[] {
    return this.#onLoop(
      label,
      `super=$(btrfs inspect-internal dump-super -f "$1")
       root=$(printf '%s\\n' "$super" | sed -n 's/^root[[:space:]][[:space:]]*//p')
       case ${tree} in
         root) blocks=$root ;;
         extents) blocks=$(printf '%s\\n' "$super" | sed -n 's/.*backup_extent_root:[[:space:]]*\\([0-9]*\\).*/\\1/p') ;;
       esac
       # Older ones are not mapped any more; they lie in the same chunk.
       for copy in $(btrfs-map-logical -l "$root" "$1" | grep -o 'physical [0-9]*' | cut -d " " -f 2); do
         for block in $blocks; do echo $((copy - root + block)); done
       done`,
    )
      .trim()
      .split('\n')
      .map(Number);
  }

  /** Leaves a file in a btrfs partition, which is written several times, so that its backups are of that use. */
  async useBtrfs(label: string): Promise<void> {
    this.#onLoop(
      label,
      `root=$(mktemp -d)
       mount "$1" "$root"
       for time in 1 2 3 4 5 6; do echo "$time" >"$root/used"; sync -f "$root"; done
       umount "$root"`,
    );
  }

  /** Fills an ext4 partition with one large old log, or with so many small files that no inode is left. */
  async fill(label: string, what: 'bytes' | 'inodes'): Promise<void> {
    this.#onLoop(
      label,
      `root=$(mktemp -d)
       mount "$1" "$root"
       mkdir -p "$root/old"
       case ${what} in
         bytes) dd if=/dev/zero of="$root/old/full.log" bs=1M 2>/dev/null || : ;;
         inodes) (cd "$root/old" && seq 200000 | xargs touch 2>/dev/null) || : ;;
       esac
       umount "$root"`,
    );
  }

  /** Output of a script (sh) that gets a partition as a block device. */
  #onLoop(label: string, script: string): string {
    const { start, size } = this.partition(label);
    return mustRun('unshare', [
      ...['-m', 'sh', '-euc'],
      `device=$(losetup --find --show --offset "$2" --sizelimit "$3" "$1")
       trap 'losetup -d "$device"' EXIT
       sh -euc "$4" sh "$device"`,
      ...['sh', this.file, String(start), String(size), script],
    ]);
  }

  async read(label: string, offset: number, size: number): Promise<Buffer> {
    const handle = await open(this.file, 'r');
    try {
      const at = this.partition(label).start + offset;
      return (await handle.read(Buffer.alloc(size), 0, size, at)).buffer;
    } finally {
      await handle.close();
    }
  }

  /** Changes files of the ESP by the arguments of mtools, which find it as `e:`. */
  mtools(program: 'mdel' | 'mcopy' | 'mdeltree', ...args: string[]): void {
    mustRun(program, ['-i', this.#fat(), ...args]);
  }

  /** Replaces a file of the ESP. */
  async writeEspFile(name: string, content: Uint8Array): Promise<void> {
    const source = `${this.file}.esp-file`;
    await writeFile(source, content);
    this.mtools('mcopy', '-o', source, `::${name}`);
  }

  /** Content of a file of the ESP. */
  async readEspFile(name: string): Promise<Buffer> {
    const target = `${this.file}.esp-file`;
    this.mtools('mcopy', '-n', '-o', `::${name}`, target);
    return await readFile(target);
  }

  /** Whether each ESP holds what its own list says, and both list the boot loader. */
  hasWholeEsps(): boolean {
    return [esp, secondEsp].every((label) => {
      const { status } = runProgram('sh', [
        '-euc',
        `folder=$(mktemp -d)
         trap 'rm -rf "$folder"' EXIT
         mcopy -i "$1" -s -n -Q ::/EFI "$folder/" && cd "$folder"
         b2sum --check --quiet --strict EFI/tfr/files.b2 && grep -q BOOTX64 EFI/tfr/files.b2`,
        ...['sh', `${this.file}@@${this.partition(label).start}`],
      ]);
      return status === 0;
    });
  }

  garbageBytes(size: number): Buffer {
    return this.#garbage(size);
  }

  /** Puts a partition back as it was. */
  async restorePristine(label: string): Promise<void> {
    const { start, size } = this.partition(label);
    const mib = 1 << 20;
    mustRun('dd', [
      ...[`if=${this.pristine}`, `of=${this.file}`, 'bs=1M', 'conv=notrunc', 'status=none'],
      ...[`skip=${start / mib}`, `seek=${start / mib}`, `count=${size / mib}`],
    ]);
  }

  get name(): string {
    return path.basename(this.file);
  }

  #fat(): string {
    return `${this.file}@@${this.partition(esp).start}`;
  }

  #debugfs(label: string, request: string): string {
    return mustRun('debugfs', ['-R', request, `${this.file}?offset=${this.partition(label).start}`]);
  }

  #garbage(size: number): Buffer {
    const random = randomOf([...this.seed].reduce((sum, sign) => sum * 31 + sign.charCodeAt(0), 7) | 0);
    const bytes = Buffer.alloc(size);
    for (let at = 0; at + 4 <= size; at += 4) bytes.writeUInt32LE(Math.floor(random() * 2 ** 32), at);
    return bytes;
  }

  async #sector(number: number): Promise<number> {
    const at = number * sectorBytes;
    return at < 0 ? (await this.#size()) + at : at;
  }

  async #size(): Promise<number> {
    const handle = await open(this.file, 'r');
    try {
      return (await handle.stat()).size;
    } finally {
      await handle.close();
    }
  }

  async #write(at: number, bytes: Uint8Array): Promise<void> {
    const handle = await open(this.file, 'r+');
    try {
      await handle.write(bytes, 0, bytes.length, at);
      await handle.sync();
    } finally {
      await handle.close();
    }
  }
}
