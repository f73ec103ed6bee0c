/** Variable of the environment that leaves the mouse to the terminal; `--no-mouse` sets it. */
export const noMouseVariable = 'NO_MOUSE';

/** Terminals whose mouse programs can have, by the beginning of their names in terminfo. */
const withMouse =
  /^(?:xterm|screen|tmux|rxvt|alacritty|foot|st(?:-|$)|mintty|contour|wezterm|konsole|vte|gnome|iterm|putty|kitty|ghostty)/i;

/** Whether the wizard takes the mouse: where the terminal has one, and nobody wants it to stay the terminal's. */
export function wantsMouse(env: Readonly<Record<string, string | undefined>>): boolean {
  return !env[noMouseVariable] && withMouse.test(env.TERM ?? '');
}
