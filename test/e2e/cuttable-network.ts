import type { AddressInfo } from 'node:net';
import { connect, createServer, type Server, type Socket } from 'node:net';

/** A TCP port that leads to a server of this machine, for as long as nobody cuts the line. */
export class CuttableNetwork {
  readonly #sockets = new Set<Socket>();
  readonly #server: Server;
  #behind = 0;
  #isWhole = true;
  #passed = 0;
  #watched: { at: number; reached: () => void } | null = null;

  private constructor() {
    this.#server = createServer((guest) => this.#join(guest));
  }

  static async open(): Promise<CuttableNetwork> {
    const network = new CuttableNetwork();
    await new Promise<void>((resolve) => network.#server.listen(0, '127.0.0.1', resolve));
    return network;
  }

  /** Where virtual machines reach it: QEMU's own network shows this machine under that address. */
  get url(): string {
    return `http://10.0.2.2:${(this.#server.address() as AddressInfo).port}/`;
  }

  /** Bytes that the server has sent through it. */
  get passed(): number {
    return this.#passed;
  }

  /** Leads to this port from now on. */
  leadTo(port: number): void {
    this.#behind = port;
  }

  /** Resolves when so many more bytes have passed. */
  async reaches(bytes: number): Promise<void> {
    await new Promise<void>((reached) => {
      this.#watched = { at: this.#passed + bytes, reached };
    });
  }

  /** Ends all connections, and takes no new ones. */
  cut(): void {
    this.#isWhole = false;
    for (const socket of this.#sockets) socket.destroy();
  }

  mend(): void {
    this.#isWhole = true;
  }

  close(): void {
    this.cut();
    this.#server.close();
  }

  #join(guest: Socket): void {
    if (!this.#isWhole) {
      guest.destroy();
      return;
    }
    const server = connect(this.#behind, '127.0.0.1');
    for (const socket of [guest, server]) {
      this.#sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => this.#sockets.delete(socket));
    }
    guest.on('close', () => server.destroy());
    guest.pipe(server);
    server.pipe(guest);
    server.on('data', (bytes: Buffer) => this.#count(bytes.length));
  }

  #count(bytes: number): void {
    this.#passed += bytes;
    if (this.#watched === null || this.#passed < this.#watched.at) return;
    this.#watched.reached();
    this.#watched = null;
  }
}
