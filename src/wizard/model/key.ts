/** One key press, however the terminal sent it. */
export interface Key {
  /** `up`, `enter`, `escape`, `ctrl+c`, `f1`; for a character the character itself. */
  name: string;
  /** What it types; empty for a key that types nothing. */
  text: string;
}
