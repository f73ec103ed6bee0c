import { stripVTControlCharacters } from 'node:util';
import { Rate } from './rate.js';
import { isGroup, type Task, type TaskGroup } from './task.js';
import { bytesText, type TaskView } from './task-view.js';
import type { TreeNode } from './tree-frame.js';

/** Lines of output that are kept of each task: as many as an enlarged pane can show. */
const keptLines = 200;

/** The nodes of a task tree, each of which follows the view of its task. */
export class TreeModel {
  readonly nodes: readonly TreeNode[];
  readonly #views = new Map<Task, TaskNode>();

  constructor(tasks: readonly (Task | TaskGroup)[]) {
    this.nodes = tasks.map((task) => (isGroup(task) ? this.#group(task) : this.#task(task)));
  }

  viewOf(task: Task): TaskView {
    return this.#views.get(task) as TaskNode;
  }

  #task(task: Task): TreeNode {
    const node = new TaskNode(task.title);
    this.#views.set(task, node);
    return node;
  }

  #group({ title, tasks }: TaskGroup): TreeNode {
    const children = tasks.map((task) => this.#task(task));
    return {
      title,
      get state() {
        return groupState(children.map(({ state }) => state));
      },
      get detail() {
        return children.every(({ state }) => state === 'done')
          ? children.map(({ title: one }) => one).join(', ')
          : '';
      },
      // Its tasks tell their own.
      get seconds() {
        return Math.max(0, ...children.map(({ seconds }) => seconds));
      },
      output: [],
      children,
    };
  }
}

function groupState(states: readonly TreeNode['state'][]): TreeNode['state'] {
  if (states.includes('failed')) return 'failed';
  if (states.every((state) => state === 'done')) return 'done';
  return states.every((state) => state === 'waiting') ? 'waiting' : 'running';
}

/** One task: hears what becomes of it, and is drawn. */
class TaskNode implements TreeNode, TaskView {
  state: TreeNode['state'] = 'waiting';
  readonly children = null;
  readonly title: string;
  readonly #rate = new Rate();
  #output: string[] = [];
  #status = '';
  #bytes: { done: number; total: number } | null = null;
  #result = '';
  #startedAt = 0;
  #tookSeconds: number | null = null;

  constructor(title: string) {
    this.title = title;
  }

  get seconds(): number {
    if (this.#tookSeconds !== null) return this.#tookSeconds;
    return this.state === 'running' ? (performance.now() - this.#startedAt) / 1000 : 0;
  }

  get detail(): string {
    if (this.state === 'done') return this.#result;
    if (this.state !== 'running') return '';
    const bytes = this.#bytes === null ? '' : bytesText(this.#bytes.done, this.#bytes.total, this.#rate);
    return [this.#status, bytes].filter((part) => part !== '').join(': ');
  }

  get output(): readonly string[] {
    return this.#output;
  }

  started(): void {
    this.state = 'running';
    this.#startedAt = performance.now();
  }

  status(text: string): void {
    this.#status = text;
    // What is finished belongs to what was done before.
    if (this.#bytes !== null && this.#bytes.done >= this.#bytes.total) this.#bytes = null;
  }

  bytes(done: number, total: number): void {
    this.#rate.report(done, performance.now());
    this.#bytes = { done, total };
  }

  done(result: string | undefined, seconds: number): void {
    this.state = 'done';
    this.#result = result ?? '';
    this.#tookSeconds = seconds;
  }

  failed(): void {
    this.#tookSeconds = this.seconds;
    this.state = 'failed';
  }

  said(line: string): void {
    // The engine's own lines: a program begins, a program has ended.
    if (line.startsWith('$ ')) this.#output = [];
    if (line.startsWith('= ')) return;
    this.#output.push(shown(line));
    if (this.#output.length > keptLines) this.#output.shift();
  }
}

function shown(line: string): string {
  // Control characters would move the terminal's cursor.
  return stripVTControlCharacters(line).replace(/[\x00-\x1f\x7f-\x9f]+/g, ' ');
}
