import { t, translated } from '../../base/language/texts.js';
import { choiceOf, type Move, moveOf, signsInShort } from './answers.js';
import type { PromptIO } from './plain-ports.js';

export interface Menu {
  items: readonly string[];
  /** Asks for a number. */
  prompt: string;
  /** Index that Enter alone takes, or null: Enter is an answer of its own. */
  usual: number | null;
  /** What `?` says before it reads the items again. */
  help: readonly string[];
  /** There is a suggestion that `!` takes. */
  isFixable?: boolean;
  /** The items were read already. */
  isKnown?: boolean;
}

/** Asks for one of several things by number or name until it is one. */
export async function askMenu(io: PromptIO, menu: Menu): Promise<{ at: number } | { move: Move }> {
  const { items, usual } = menu;
  const choices = items.map((label) => ({ value: label, label }));
  const prompt = usual === null ? `${menu.prompt}: ` : `${menu.prompt} [${usual + 1}]: `;
  const read = () => {
    for (const [at, text] of items.entries()) io.say(`  ${at + 1} ${text}`);
  };
  if (menu.isKnown !== true) read();
  for (;;) {
    const typed = await io.ask(prompt);
    const move = moveOf(typed);
    if (move === 'help') {
      for (const text of [...menu.help, translated(signsInShort)]) io.say(text);
      read();
    } else if (move === 'keep' && usual !== null) return { at: usual };
    else if (move === 'fix' && menu.isFixable !== true) io.say(t`There is no suggested fix here.`);
    else if (move !== null) return { move };
    else {
      const chosen = choiceOf(typed, choices);
      if ('value' in chosen) return { at: items.indexOf(chosen.value) };
      io.say(chosen.reason);
    }
  }
}
