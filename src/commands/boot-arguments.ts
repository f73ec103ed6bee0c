import { Command } from 'commander';
import { badInput } from '../base/failure.js';
import { parseSize } from '../config/fields/sizes.js';
import type { BootRequest } from '../vm/boot-image.js';

/** QEMU's firmware and the kernel need this much to say anything. */
const leastMemoryMiB = 128;

export function bootCommand(): Command {
  return new Command('boot')
    .description('Boots in QEMU, with the serial console on this terminal, what was built.')
    .option('-C <DIR>', "the image project's folder", '.')
    .option('--iso', 'install from the installer ISO onto an empty virtual disk first')
    .option('--network', 'the same from the network: iPXE and output/pxe')
    .option(
      '--disk <FILE>',
      'boot this disk image: .raw, .img, .qcow2 or .vhdx (it is written to, unless --snapshot)',
    )
    .option(
      '--memory <SIZE>',
      'memory of the machine in MiB, or like 4G (default: that of the smallest device)',
    )
    .option('--cpus <N>', 'processors', '2')
    .option('--snapshot', 'throw away what the machine writes')
    .option('--wait-for <TEXT>', 'end with status 0 when the console says this')
    .option('--timeout <S>', 'seconds that --wait-for and an installation may take each (default: 1800)')
    .option('--json', 'events as JSON lines on standard output')
    .addHelpText(
      'after',
      `
What was built is not touched: the machine writes to an overlay in output/vm, which is kept between boots, until the
image is another one. With --iso and --network it is an empty disk, instead of the disk of the last installation.

Examples:
  tmpfsroot-wizard boot
  tmpfsroot-wizard boot --iso
  tmpfsroot-wizard boot --network
  tmpfsroot-wizard boot --snapshot --wait-for 'login:' --timeout 600`,
    );
}

/**
 * Reads what commander parsed.
 * @throws Failure with exit status 2 for values that are none, or do not go together.
 */
export function bootRequest(options: Readonly<Record<string, unknown>>): BootRequest {
  const text = (name: string) => (typeof options[name] === 'string' ? options[name] : null);
  const request: BootRequest = {
    iso: options.iso === true,
    network: options.network === true,
    disk: text('disk'),
    memoryMiB: memoryOf(text('memory')),
    cpus: wholeNumber('--cpus', text('cpus') ?? '2', 256),
    snapshot: options.snapshot === true,
    waitFor: text('waitFor'),
    timeoutMs:
      text('timeout') === null ? null : wholeNumber('--timeout', text('timeout') ?? '', 864_000) * 1000,
    json: options.json === true,
  };
  const sources = [request.iso && '--iso', request.network && '--network', request.disk !== null && '--disk'];
  const [one, other] = sources.filter((flag) => flag !== false);
  if (one !== undefined && other !== undefined) {
    throw badInput({
      what: `\`${one}\` and \`${other}\` do not go together.`,
      why: `\`${one}\` installs onto a new virtual disk of its own.`,
      remedy: 'Leave one of them out.',
    });
  }
  if (request.waitFor === '') {
    throw badInput({ what: '`--wait-for` has no text.', remedy: "For example: --wait-for 'login:'" });
  }
  if (request.timeoutMs !== null && request.waitFor === null && !request.iso && !request.network) {
    throw badInput({
      what: '`--timeout` has nothing to limit.',
      remedy: "Say what to wait for: --wait-for 'login:'",
    });
  }
  return request;
}

function memoryOf(text: string | null): number | null {
  if (text === null) return null;
  const size = parseSize(text);
  if (size === 'rest' || size < leastMemoryMiB) {
    throw badInput({
      what: `\`--memory ${text}\` is not enough memory to start a system.`,
      remedy: `Give at least ${leastMemoryMiB} (MiB).`,
    });
  }
  return size;
}

function wholeNumber(flag: string, text: string, largest: number): number {
  const number = /^\d+$/.test(text) ? Number(text) : 0;
  if (number >= 1 && number <= largest) return number;
  throw badInput({
    what: `\`${flag} ${text}\` is not a whole number from 1 to ${largest}.`,
    remedy: `For example: ${flag} ${flag === '--timeout' ? 600 : 2}`,
  });
}
