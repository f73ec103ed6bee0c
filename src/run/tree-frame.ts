import { t } from '../base/language/texts.js';
import { cutText } from '../base/text/cut.js';
import { formatSeconds, formatWholeSeconds } from '../base/text/format.js';
import { textWidth } from '../base/text/width.js';
import { timeLeftText } from './time-left.js';

/** One line of the task tree as it is at the moment. */
export interface TreeNode {
  title: string;
  state: 'waiting' | 'running' | 'done' | 'failed' | 'stopped';
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
  /** Behind how far the run is, at the end; below it where both are too long for a line. */
  footer: string;
  /** Since the run began. */
  seconds: number;
  /** Seconds that it still takes; null: nobody knows. */
  left: number | null;
  /** The run is over: neither output nor footer is shown. */
  ended: boolean;
}

/** Lines of output that are kept free where finished and waiting tasks can be folded for it. */
const leastOutput = 4;

/**
 * Lines of the task tree, none wider than the terminal, together fewer than its rows: a taller list could not be
 * drawn over. Where they do not fit, finished tasks become one line, then waiting ones; output takes what is left.
 */
export function treeFrame(nodes: readonly TreeNode[], space: FrameSpace): string[] {
  const footer = footerOf(nodes, space);
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

/** How far the run is, and the keys; nothing for a single task without keys, which says itself how far it is. */
function footerOf(nodes: readonly TreeNode[], space: FrameSpace): string[] {
  const { ended, footer, columns } = space;
  if (ended || (footer === '' && tasksOf(nodes).length < 2)) return [];
  const run = runText(nodes, space);
  const whole = [run, footer].filter((text) => text !== '').join('  ');
  const lines = textWidth(whole) < columns || footer === '' ? [whole] : [run, footer];
  return lines.map((line) => paint(cutText(line, columns - 1), 'waiting', space));
}

/** `3 of 9 done, 42 s, about 20 s left.`: whole seconds, so that a frame is drawn again for something. */
function runText(nodes: readonly TreeNode[], { seconds, left }: FrameSpace): string {
  const tasks = tasksOf(nodes);
  const done = tasks.filter(({ state }) => state === 'done').length;
  const parts = [t`${done} of ${tasks.length} done`, formatWholeSeconds(seconds), timeLeftText(left)];
  return t`${parts.filter((text) => text !== '').join(t`, `)}.`;
}

/** The run for somebody who does not see the tree: `tmpfsroot: 4/8 Slot image`. */
export function runTitle(nodes: readonly TreeNode[]): string {
  const tasks = tasksOf(nodes);
  const running = tasks.findIndex(({ state }) => state === 'running');
  const at = running < 0 ? tasks.findIndex(({ state }) => state === 'waiting') : running;
  return at < 0 ? 'tmpfsroot' : `tmpfsroot: ${at + 1}/${tasks.length} ${tasks[at]?.title ?? ''}`;
}

/** How much of the run is done, 0 to 1: of its time where that is known, else of its tasks. */
export function runShare(nodes: readonly TreeNode[], { seconds, left }: FrameSpace): number {
  if (left !== null && seconds + left > 0) return seconds / (seconds + left);
  const tasks = tasksOf(nodes);
  return tasks.filter(({ state }) => state === 'done').length / Math.max(1, tasks.length);
}

function tasksOf(nodes: readonly TreeNode[]): TreeNode[] {
  return nodes.flatMap((node) => (node.children === null ? [node] : tasksOf(node.children)));
}

type State = TreeNode['state'];

interface Row {
  /** Null: the line stands for several tasks. */
  node: TreeNode | null;
  depth: number;
  state: State;
  text: string;
}

function rowsOf(
  nodes: readonly TreeNode[],
  fold: { done?: boolean; waiting?: boolean },
  depth: number,
): Row[] {
  const rows: Row[] = [];
  const folded = (state: State, words: string) => {
    const count = nodes.filter((node) => node.state === state).length;
    if (count > 0) rows.push({ node: null, depth, state, text: `${count} ${words}` });
  };
  if (fold.done) folded('done', t`done`);
  for (const node of nodes) {
    if ((fold.done && node.state === 'done') || (fold.waiting && node.state === 'waiting')) continue;
    rows.push({ node, depth, state: node.state, text: nodeText(node) });
    // A finished group says enough by its own line, and one that waits by its title.
    if (node.children !== null && node.state !== 'done' && node.state !== 'waiting')
      rows.push(...rowsOf(node.children, fold, depth + 1));
  }
  if (fold.waiting) folded('waiting', t`to come`);
  return rows;
}

function isAtWork(node: TreeNode): boolean {
  return node.state === 'running' && node.children === null;
}

function rowText({ depth, state, text }: Row, space: FrameSpace): string {
  const before = ' '.repeat(depth * 2);
  // Some terminals draw a sign two columns wide.
  const line = cutText(text, space.columns - before.length - 4);
  const isQuiet = state === 'waiting';
  return `${before}${paint(symbolOf(state, space), state, space)} ${isQuiet ? paint(line, state, space) : line}`;
}

function nodeText({ title, detail, seconds, state }: TreeNode): string {
  const hasTime = state === 'done' || state === 'failed' || (state !== 'waiting' && seconds >= 2);
  if (!hasTime) return detail === '' ? title : `${title}: ${detail}`;
  const time = formatSeconds(seconds);
  return `${title}: ${detail === '' ? time : `${detail} (${time})`}`;
}

function outputOf({ node, depth }: Row, lines: number, space: FrameSpace): string[] {
  if (node === null || !isAtWork(node) || lines === 0) return [];
  const before = `${' '.repeat(depth * 2 + 2)}${space.unicode ? '│' : '|'} `;
  return node.output
    .slice(-lines)
    .map((line) => paint(`${before}${cutText(line, space.columns - before.length - 1)}`, 'waiting', space));
}

const spinner = { unicode: [...'⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏'], ascii: ['-', '\\', '|', '/'] };

function symbolOf(state: State, { unicode, tick }: FrameSpace): string {
  if (state === 'running') {
    const turns = unicode ? spinner.unicode : spinner.ascii;
    return turns[tick % turns.length] ?? '-';
  }
  const symbols = { done: '✔+', failed: '✖x', waiting: '·.', stopped: '■#' };
  return symbols[state].charAt(unicode ? 0 : 1);
}

/** ECMA-48, "SGR": green, red, yellow, faint. Those that every terminal has, light or dark. */
const colourOf: Record<State, number> = { done: 32, failed: 31, running: 33, waiting: 2, stopped: 31 };

function paint(text: string, state: State, { colours }: FrameSpace): string {
  return colours ? `\x1b[${colourOf[state]}m${text}\x1b[0m` : text;
}
