/** How a terminal shows a notification on the desktop: by which of the "operating system commands" (OSC). */
export type NoticeWay = 'osc9' | 'osc99' | 'osc777';

/** What a terminal understands beyond what all of them do. */
export interface TerminalTalents {
  /** Its title can be put away and brought back (xterm's XTWINOPS, 22 and 23). */
  keepsTitle: boolean;
  /** Its tab or its entry in the task bar shows progress (ConEmu's OSC 9;4). */
  showsProgress: boolean;
  notifies: NoticeWay | null;
}

type Env = Readonly<Record<string, string | undefined>>;

const none: TerminalTalents = { keepsTitle: false, showsProgress: false, notifies: null };

/**
 * What is known of the terminal by what it says of itself in the environment. One that is not known gets nothing: what
 * it does not understand it may print, and an OSC 9;4 is a notification for each step where OSC 9 is one. A multiplexer
 * passes nothing on unless it was told to, which nobody can see; tmux has titles of its own and keeps those.
 */
export function talentsOf(env: Env): TerminalTalents {
  if (env.STY || ['', 'dumb', 'linux'].includes(env.TERM ?? '')) return none;
  if (env.TMUX) return { ...none, keepsTitle: true };
  return { keepsTitle: keepsTitle(env), showsProgress: showsProgress(env), notifies: noticeWay(env) };
}

/**
 * Windows Terminal (microsoft/terminal #14575), WezTerm (#5800) and Konsole keep no title, and would show ours for good.
 * Programs that are started from a terminal inherit its variables, so that what says more counts first.
 */
function keepsTitle(env: Env): boolean {
  if (env.WT_SESSION || env.KONSOLE_VERSION) return false;
  if (env.TERM_PROGRAM) return ['iTerm.app', 'mintty'].includes(env.TERM_PROGRAM);
  return isNamed(env, /^(xterm-kitty|foot|alacritty)/) || Boolean(env.XTERM_VERSION || env.VTE_VERSION);
}

/** Since which version each has it: rust-cli/anstyle (anstyle-progress), iterm2.com/feature-reporting. */
function showsProgress(env: Env): boolean {
  if (env.WT_SESSION || env.ConEmuANSI === 'ON') return true;
  // iTerm2 since 3.6.6: a capital and small letters for each feature, some with a number.
  const features: readonly string[] = env.TERM_FEATURES?.match(/[A-Z][a-z]*/g) ?? [];
  if (features.includes('P')) return true;
  switch (env.TERM_PROGRAM) {
    case 'ghostty':
      return true;
    case 'WezTerm':
      // Named by the day; before, OSC 9 is a notification whatever it says (wezterm #6581).
      return numberOf(env.TERM_PROGRAM_VERSION) >= 20_250_301;
    case undefined:
    case '':
      return (
        numberOf(env.PTYXIS_VERSION) >= 48 ||
        numberOf(env.KONSOLE_VERSION) >= 260_400 ||
        // 0.80; older ones ignore OSC 9.
        numberOf(env.VTE_VERSION) >= 8000
      );
    default:
      return false;
  }
}

function noticeWay(env: Env): NoticeWay | null {
  if (isNamed(env, /^xterm-kitty/)) return 'osc99';
  if (env.TERM_PROGRAM === 'iTerm.app') return 'osc9';
  if (['ghostty', 'WezTerm'].includes(env.TERM_PROGRAM ?? '')) return 'osc777';
  if (env.TERM_PROGRAM || env.KONSOLE_VERSION || env.WT_SESSION) return null;
  // Fedora's VTE has it; others ignore it since 0.46.
  return isNamed(env, /^(foot|rxvt-unicode)/) || numberOf(env.VTE_VERSION) >= 4600 ? 'osc777' : null;
}

function isNamed({ TERM = '' }: Env, name: RegExp): boolean {
  return name.test(TERM);
}

/** The number at the beginning of a version; 0 for none. */
function numberOf(version: string | undefined): number {
  return Number(/^\d+/.exec(version ?? '')?.[0] ?? 0);
}
