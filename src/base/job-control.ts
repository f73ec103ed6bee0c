/** How the terminal changes hands when the program is stopped and continued. */
export interface JobHandlers {
  /** Gives the terminal back as it was. */
  leave(): void;
  /** Takes it again, and draws everything. */
  enter(): void;
}

/** Whoever has something on the terminal, in the order in which it came there. */
const followers = new Set<JobHandlers>();
let isLeft = false;

/**
 * Lets a shell stop and continue the program: before SIGTSTP stops it, the terminal is given back, and SIGCONT takes
 * it again; what came last goes first. SIGSTOP cannot be seen before it stops us; what follows it is the same.
 * @returns ends that
 */
export function followJobControl(handlers: JobHandlers): () => void {
  if (followers.size === 0) {
    process.on('SIGTSTP', onStop);
    process.on('SIGCONT', onContinue);
  }
  followers.add(handlers);
  return () => {
    followers.delete(handlers);
    if (followers.size > 0) return;
    process.off('SIGTSTP', onStop);
    process.off('SIGCONT', onContinue);
  };
}

function onStop(): void {
  isLeft = true;
  for (const { leave } of [...followers].reverse()) leave();
  process.off('SIGTSTP', onStop);
  // The kernel's own way to stop: without a shell that could continue us, it does nothing.
  process.kill(process.pid, 'SIGTSTP');
  process.on('SIGTSTP', onStop);
  setImmediate(() => {
    if (isLeft) onContinue();
  });
}

function onContinue(): void {
  isLeft = false;
  for (const { enter } of [...followers]) enter();
}

/** Takes single keys after a shell had the terminal: Node does nothing where it believes that the mode is set already. */
export function takeKeysAgain(stdin: NodeJS.ReadStream): void {
  stdin.setRawMode(false);
  stdin.setRawMode(true);
}

/** What Ctrl-Z does in a terminal that is not raw: whatever the shell started with us (npm) stops too. */
export function suspendJob(): void {
  process.kill(0, 'SIGTSTP');
}
