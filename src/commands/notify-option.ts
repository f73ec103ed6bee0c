import type { Command } from 'commander';
import { notifyVariable } from '../run/notify-end.js';
import type { CommandContext } from './command.js';

/** Adds `--notify` to a command that runs long. */
export function addNotifyOption(command: Command): Command {
  return command.option(
    '--notify',
    'ring the bell at the end, and show a notification where the terminal can',
  );
}

/** The same context with what `--notify` says, as if the variable of it were set. */
export function withNotify(
  context: CommandContext,
  { notify }: Readonly<Record<string, unknown>>,
): CommandContext {
  return notify === true ? { ...context, env: { ...context.env, [notifyVariable]: '1' } } : context;
}
