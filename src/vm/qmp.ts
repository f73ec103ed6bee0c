import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { stageFailed } from '../base/failure.js';
import { t } from '../base/language/texts.js';
import { splitLines } from '../base/text/line-splitter.js';

/** How long QEMU may take to open its socket and to answer: it is this machine that answers, not the guest. */
const answerMs = 20_000;

/** A QEMU that can be talked to, while it runs. */
export interface QmpPeer {
  /** Path of its Unix socket. */
  socket: string;
  runs(): boolean;
}

/**
 * Gives QEMU one command of its control protocol (QMP) and waits for the answer.
 * @throws Failure with exit status 1 when QEMU refuses or does not answer.
 */
export async function qmpCommand(
  peer: QmpPeer,
  command: string,
  args: Readonly<Record<string, unknown>> = {},
): Promise<unknown> {
  const socket = await connectTo(peer);
  try {
    await ask(socket, 'qmp_capabilities', {});
    return await ask(socket, command, args);
  } finally {
    socket.destroy();
  }
}

function ask(socket: Socket, command: string, args: Readonly<Record<string, unknown>>): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const failed = (why: string) =>
      reject(stageFailed({ what: t`QEMU did not do \`${command}\`.`, why, where: 'QMP' }));
    const timer = setTimeout(() => failed(t`It did not answer.`), answerMs);
    const splitter = splitLines((line) => {
      const message = JSON.parse(line) as { return?: unknown; error?: { desc?: string } };
      if ('return' in message) settle(() => resolve(message.return));
      if ('error' in message) settle(() => failed(message.error?.desc ?? line));
    });
    const take = (bytes: Buffer) => splitter.push(bytes);
    const gone = () => settle(() => failed(t`It ended.`));
    const settle = (act: () => void) => {
      clearTimeout(timer);
      socket.off('data', take).off('close', gone);
      act();
    };
    socket.on('data', take).on('close', gone);
    socket.write(`${JSON.stringify({ execute: command, arguments: args })}\n`);
  });
}

async function connectTo(peer: QmpPeer): Promise<Socket> {
  for (const until = Date.now() + answerMs; ; ) {
    const socket = connect(peer.socket);
    const error = await new Promise<Error | null>((resolve) => {
      socket.once('connect', () => resolve(null)).once('error', resolve);
    });
    if (error === null) return socket.on('error', () => {});
    if (Date.now() > until || !peer.runs()) {
      throw stageFailed({ what: t`QEMU cannot be controlled.`, where: peer.socket, why: error.message });
    }
    await sleep(50);
  }
}
