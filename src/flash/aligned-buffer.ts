/** What is used of WebAssembly: the compiler knows it from browsers only. */
declare const WebAssembly: { Memory: new (size: { initial: number }) => { buffer: ArrayBuffer } };

const wasmPageBytes = 64 * 1024;

/**
 * Memory that begins at the beginning of a page, as the kernel wants it for a transfer past its cache (open(2), O_DIRECT).
 * That of a Buffer may begin anywhere; that of WebAssembly is mapped by itself.
 * @param bytes a multiple of 64 KiB
 */
export function alignedBuffer(bytes: number): Uint8Array {
  return new Uint8Array(new WebAssembly.Memory({ initial: bytes / wasmPageBytes }).buffer);
}
