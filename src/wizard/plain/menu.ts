import { choiceOf, type Move, moveOf, signsInShort } from './answers.js';
import type { Talk } from './plain-ports.js';

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
export async function askMenu(talk: Talk, menu: Menu): Promise<{ at: number } | { move: Move }> {
  const { items, usual } = menu;
  const choices = items.map((label) => ({ value: label, label }));
  const prompt = usual === null ? `${menu.prompt}: ` : `${menu.prompt} [${usual + 1}]: `;
  const read = () => {
    for (const [at, text] of items.entries()) talk.say(`  ${at + 1} ${text}`);
  };
  if (menu.isKnown !== true) read();
  for (;;) {
    const typed = await talk.ask(prompt);
    const move = moveOf(typed);
    if (move === 'help') {
      for (const text of [...menu.help, signsInShort]) talk.say(text);
      read();
    } else if (move === 'keep' && usual !== null) return { at: usual };
    else if (move === 'fix' && menu.isFixable !== true) talk.say('There is nothing to mend here.');
    else if (move !== null) return { move };
    else {
      const chosen = choiceOf(typed, choices);
      if ('value' in chosen) return { at: items.indexOf(chosen.value) };
      talk.say(chosen.reason);
    }
  }
}
