import assert from 'node:assert/strict';
import { test } from 'node:test';
import { talentsOf } from '../../src/run/terminal-talents.js';

const xterm = { TERM: 'xterm-256color' };

/** Title that is kept, progress, notification. */
const table: [string, Record<string, string>, boolean, boolean, string | null][] = [
  ['nothing is known', {}, false, false, null],
  ['one that only says what it is like, as behind SSH', xterm, false, false, null],
  ['no escape sequences at all', { TERM: 'dumb', VTE_VERSION: '8000' }, false, false, null],
  ['the Linux console', { TERM: 'linux', WT_SESSION: 'x' }, false, false, null],
  ['a serial console', { TERM: 'vt220' }, false, false, null],
  ['xterm', { ...xterm, XTERM_VERSION: 'XTerm(390)' }, true, false, null],
  ['GNOME Terminal', { ...xterm, VTE_VERSION: '8203' }, true, true, 'osc777'],
  ['an older one', { ...xterm, VTE_VERSION: '7600' }, true, false, 'osc777'],
  ['Ptyxis', { ...xterm, VTE_VERSION: '7902', PTYXIS_VERSION: '48.1' }, true, true, 'osc777'],
  ['kitty', { TERM: 'xterm-kitty' }, true, false, 'osc99'],
  ['foot', { TERM: 'foot' }, true, false, 'osc777'],
  ['Alacritty', { TERM: 'alacritty' }, true, false, null],
  ['rxvt', { TERM: 'rxvt-unicode-256color' }, false, false, 'osc777'],
  ['Windows Terminal', { ...xterm, WT_SESSION: '5e1d' }, false, true, null],
  ['ConEmu', { ...xterm, ConEmuANSI: 'ON' }, false, true, null],
  ['Ghostty', { TERM: 'xterm-ghostty', TERM_PROGRAM: 'ghostty' }, false, true, 'osc777'],
  [
    'iTerm2 3.6.6',
    { ...xterm, TERM_PROGRAM: 'iTerm.app', TERM_FEATURES: 'T3LrMSc7UUw9Ts3BFGsSyHNoSxFP' },
    ...([true, true, 'osc9'] as const),
  ],
  [
    'an older one, for which each step would be a notification',
    { ...xterm, TERM_PROGRAM: 'iTerm.app', TERM_FEATURES: 'T3LrMSc7UUw9Ts3BFGsSyHNoSxFPr' },
    ...([true, false, 'osc9'] as const),
  ],
  [
    'WezTerm',
    { ...xterm, TERM_PROGRAM: 'WezTerm', TERM_PROGRAM_VERSION: '20260110-1' },
    ...([false, true, 'osc777'] as const),
  ],
  [
    'an older one',
    { ...xterm, TERM_PROGRAM: 'WezTerm', TERM_PROGRAM_VERSION: '20240203-110809-5046fc22' },
    ...([false, false, 'osc777'] as const),
  ],
  ['Konsole', { ...xterm, KONSOLE_VERSION: '260400' }, false, true, null],
  ['an older one', { ...xterm, KONSOLE_VERSION: '251203' }, false, false, null],
  [
    'the terminal of an editor',
    { ...xterm, TERM_PROGRAM: 'vscode', VTE_VERSION: '8203' },
    false,
    false,
    null,
  ],
  [
    'tmux, in one that could',
    { TERM: 'tmux-256color', TMUX: '/tmp/tmux', VTE_VERSION: '8203', WT_SESSION: 'x' },
    ...([true, false, null] as const),
  ],
  ['screen', { TERM: 'screen', STY: '1.pts', VTE_VERSION: '8203' }, false, false, null],
];

test('a terminal gets what it is known to understand, and one that is not known gets nothing', () => {
  for (const [name, env, keepsTitle, showsProgress, notifies] of table)
    assert.deepEqual(talentsOf(env), { keepsTitle, showsProgress, notifies }, name);
});

test('colours are another matter', () => {
  const env = { ...xterm, VTE_VERSION: '8203' };
  assert.deepEqual(talentsOf({ ...env, NO_COLOR: '1' }), talentsOf(env));
});
