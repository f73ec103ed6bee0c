import { visibleText } from './text/visible-text.js';

/**
 * Prints text and JSON, whoever it comes from: files, repositories, packages and scripts have no say over the terminal.
 * Only what draws on a terminal writes to it otherwise.
 */
export function printText(stream: Pick<NodeJS.WritableStream, 'write'>, text: string): void {
  stream.write(visibleText(text));
}
