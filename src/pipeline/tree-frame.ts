import { formatSeconds } from './format.js';
import textWidth, { graphemesOf } from './text-width.js';

/** One line of the task tree as it is at the moment. */
export interface TreeNode {
  title: string;
  state: 'waiting' | 'running' | 'done' | 'failed';
  /** Behind the title: how far it is, or what it came to. */
  detail: string;
  /** Since it runs, or what it took; 0 for one that waits. */
  seconds: number;
  /** What the program that runs said last, oldest first, without control characters. */
  output: readonly string[];
  /** Null for a task; a group's state is that of its tasks. */
  children: readonly TreeNode[] | null;
}

export interface FrameSpace {
  columns: number;
  rows: number;
  /** Lines of output wanted below each task that runs. */
  outputLines: number;
  colours: boolean;
  /** False for terminals that lack the symbols. */
  unicode: boolean;
  /** Counts up while the program lives. */
  tick: number;
  /** A line at the end, or empty: none. */
  footer: string;
  /** The run is over: what still runs was stopped, and no output is shown. */
  ended: boolean;
}

/** Lines of output that are kept free where finished and waiting tasks can be folded for it. */
const leastOutput = 4;

/**
 * Lines of the task tree, none wider than the terminal, together fewer than its rows: a taller list could not be
 * drawn over. Where they do not fit, finished tasks become one line, then waiting ones; output takes what is left.
 */
export function treeFrame(nodes: readonly TreeNode[], space: FrameSpace): string[] {
  const footer =
    space.ended || space.footer === ''
      ? []
      : [paint(cutToWidth(space.footer, space.columns - 1), 'waiting', space)];
  const height = Math.max(1, space.rows - 1 - footer.length);
  const wanted = space.ended ? 0 : space.outputLines;
  let rows: Row[] = [];
  for (const fold of [{}, { done: true }, { done: true, waiting: true }]) {
    rows = rowsOf(nodes, fold, 0);
    if (rows.length + Math.min(wanted, leastOutput) <= height) break;
  }
  const running = rows.filter(({ node }) => node !== null && isAtWork(node)).length;
  const each = Math.min(wanted, Math.floor(Math.max(0, height - rows.length) / Math.max(1, running)));
  const lines = rows.flatMap((row) => [rowText(row, space), ...outputOf(row, each, space)]);
  return [...lines.slice(0, height), ...footer].slice(0, Math.max(1, space.rows - 1));
}

/** Node null: a line that stands for several tasks. */
type Row = { node: TreeNode; depth: number } | { node: null; depth: number; mark: Mark; text: string };

function rowsOf(
  nodes: readonly TreeNode[],
  fold: { done?: boolean; waiting?: boolean },
  depth: number,
): Row[] {
  const rows: Row[] = [];
  const folded = (state: TreeNode['state'], mark: Mark, words: string) => {
    const count = nodes.filter((node) => node.state === state).length;
    if (count > 0) rows.push({ node: null, depth, mark, text: `${count} ${words}` });
  };
  if (fold.done) folded('done', 'done', 'done');
  for (const node of nodes) {
    if ((fold.done && node.state === 'done') || (fold.waiting && node.state === 'waiting')) continue;
    rows.push({ node, depth });
    // A finished group says enough by its own line, and one that waits by its title.
    if (node.children !== null && (node.state === 'running' || node.state === 'failed'))
      rows.push(...rowsOf(node.children, fold, depth + 1));
  }
  if (fold.waiting) folded('waiting', 'waiting', 'to come');
  return rows;
}

function isAtWork(node: TreeNode): boolean {
  return node.state === 'running' && node.children === null;
}

function rowText(row: Row, space: FrameSpace): string {
  const mark = row.node === null ? row.mark : markOf(row.node, space);
  const text = row.node === null ? row.text : nodeText(row.node);
  const before = ' '.repeat(row.depth * 2);
  // Some terminals draw a sign two columns wide.
  const line = cutToWidth(text, space.columns - before.length - 4);
  const isQuiet = mark === 'waiting';
  return `${before}${paint(symbolOf(mark, space), mark, space)} ${isQuiet ? paint(line, mark, space) : line}`;
}

function nodeText({ title, detail, seconds, state }: TreeNode): string {
  const hasTime = state === 'done' || state === 'failed' || (state === 'running' && seconds >= 2);
  if (!hasTime) return detail === '' ? title : `${title}: ${detail}`;
  const time = formatSeconds(seconds);
  return `${title}: ${detail === '' ? time : `${detail} (${time})`}`;
}

function outputOf({ node, depth }: Row, lines: number, space: FrameSpace): string[] {
  if (node === null || !isAtWork(node) || lines === 0) return [];
  const before = `${' '.repeat(depth * 2 + 2)}${space.unicode ? '│' : '|'} `;
  return node.output
    .slice(-lines)
    .map((line) =>
      paint(`${before}${cutToWidth(line, space.columns - before.length - 1)}`, 'waiting', space),
    );
}

type Mark = TreeNode['state'] | 'stopped';

function markOf(node: TreeNode, { ended }: FrameSpace): Mark {
  return ended && node.state === 'running' ? 'stopped' : node.state;
}

const spinner = { unicode: [...'⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏'], ascii: ['-', '\\', '|', '/'] };

function symbolOf(mark: Mark, { unicode, tick }: FrameSpace): string {
  if (mark === 'running') {
    const turns = unicode ? spinner.unicode : spinner.ascii;
    return turns[tick % turns.length] ?? '-';
  }
  const symbols = { done: '✔+', failed: '✖x', waiting: '·.', stopped: '■#' };
  return symbols[mark].charAt(unicode ? 0 : 1);
}

/** ECMA-48, "SGR": green, red, yellow, faint. Those that every terminal has, light or dark. */
const colourOf: Record<Mark, number> = { done: 32, failed: 31, running: 33, waiting: 2, stopped: 31 };

function paint(text: string, mark: Mark, { colours }: FrameSpace): string {
  return colours ? `\x1b[${colourOf[mark]}m${text}\x1b[0m` : text;
}

/** Cuts a line to so many columns; what is left out is told by `…`. */
export function cutToWidth(text: string, columns: number): string {
  if (textWidth(text) <= columns) return text;
  let kept = '';
  let width = 0;
  for (const { segment } of graphemesOf(text)) {
    width += textWidth(segment);
    if (width > columns - 1) break;
    kept += segment;
  }
  return columns < 1 ? '' : `${kept}…`;
}
