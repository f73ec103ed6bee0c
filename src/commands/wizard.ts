import path from 'node:path';
import { parseArgs } from 'node:util';
import { badInput, type ExitStatus, exitStatus } from '../base/failure.js';
import { chooseLanguage } from '../base/language/choose-language.js';
import { t } from '../base/language/texts.js';
import { didYouMean } from '../base/nearest.js';
import { printText } from '../base/print-text.js';
import { notifyVariable } from '../run/notify-end.js';
import { noMouseVariable } from '../wizard/tui/mouse-wish.js';
import type { CommandContext, RunCommand } from './command.js';

const options = {
  C: { type: 'string', short: 'C', default: '.' },
  preset: { type: 'string' },
  plain: { type: 'boolean', default: false },
  notify: { type: 'boolean', default: false },
  'no-mouse': { type: 'boolean', default: false },
  lang: { type: 'string' },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

/** The program without a subcommand: the screens. */
export const run: RunCommand = async (words, context) => {
  const { C: folder, preset, plain, notify, 'no-mouse': withoutMouse, lang, help } = valuesOf(words);
  if (help) {
    printText(context.stdout, usage);
    return exitStatus.done;
  }
  const { stdin, stdout, env } = context;
  chooseLanguage(lang ?? null, env);
  if (notify) env[notifyVariable] = '1';
  if (withoutMouse) env[noMouseVariable] = '1';
  if (stdin.isTTY !== true || stdout.isTTY !== true) throw noTerminal();
  const request = { dir: path.resolve(context.cwd, folder), preset: preset ?? null };
  // A terminal that cannot move its cursor can only be asked line by line.
  if (plain || env.TERM === 'dumb') return await runPlain(request, context);
  return await runScreens(request, context);
};

interface WizardRequest {
  /** Absolute path of the project's folder. */
  dir: string;
  preset: string | null;
}

async function runScreens(request: WizardRequest, context: CommandContext): Promise<ExitStatus> {
  const { env } = context;
  // Ink draws only its last frame where one of these is set; a terminal session is not CI.
  delete env.CI;
  delete env.CONTINUOUS_INTEGRATION;
  // chalk, which Ink colours with, does not know NO_COLOR.
  if (env.NO_COLOR) env.FORCE_COLOR ??= '0';
  // By far the largest part of the program is on its way while the rest is read.
  const loading = withoutFetch(() => import('../wizard/wizard.js'));
  const { openWizard } = await import('../wizard/open-wizard.js');
  return await openWizard(request, context, loading);
}

/**
 * Ink's layout brings a program of its own as a data: address, and takes it through `fetch` where there is one: Node
 * would load its HTTP client for that, a sixth of the time to the first frame. Else it decodes the address itself.
 */
async function withoutFetch<T>(load: () => Promise<T>): Promise<T> {
  const described = Object.getOwnPropertyDescriptor(globalThis, 'fetch');
  Object.defineProperty(globalThis, 'fetch', { configurable: true, value: undefined });
  try {
    return await load();
  } finally {
    if (described !== undefined) Object.defineProperty(globalThis, 'fetch', described);
  }
}

async function runPlain(request: WizardRequest, context: CommandContext): Promise<ExitStatus> {
  const { openPlainWizard } = await import('../wizard/plain/open-plain.js');
  return await openPlainWizard(request, context);
}

function valuesOf(words: readonly string[]) {
  try {
    return parseArgs({ args: [...words], options, strict: true, allowPositionals: false }).values;
  } catch (error) {
    const [sentence = ''] = (error as Error).message.split('. ');
    const flags = Object.keys(options).map((name) => (name.length === 1 ? `-${name}` : `--${name}`));
    const unknown = /^Unknown option '(--[^']+)'/.exec(sentence)?.[1];
    const guess = unknown === undefined ? '' : didYouMean(unknown, flags);
    throw badInput({
      what: `${sentence.replace(/'([^']*)'/g, '`$1`').replace(/\.$/, '')}.`,
      remedy: `${guess}See \`tmpfsroot-wizard --help\`.`,
    });
  }
}

function noTerminal() {
  return badInput({
    what: t`The wizard needs a terminal.`,
    remedy: t`Without one, use flags and files: \`tmpfsroot-wizard init\`, then \`tmpfsroot-wizard rebuild\`. See \`tmpfsroot-wizard --help\`.`,
  });
}

const usage = `Usage: tmpfsroot-wizard [-C DIR] [--preset NAME|FILE] [--plain] [--notify] [--no-mouse]
                        [--lang LANGUAGE]

Opens the wizard. Commands do the same without screens: see \`tmpfsroot-wizard help\`.

Options:
  -C DIR              the image project's folder (default: this one)
  --preset NAME|FILE  begin with a preset: see \`presets list\`
  --plain             ask numbered questions on plain lines: for screen readers and serial consoles
  --notify            ring the bell at the end of a run, and show a notification where the terminal can
  --no-mouse          leave the mouse to the terminal
  --lang LANGUAGE     speak this language: en or ja (default: that of the locale)
`;
