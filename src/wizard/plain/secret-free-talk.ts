import { SecretLines, secretRefusal } from '../../spec/secret-text.js';
import type { Talk } from './plain-ports.js';

/**
 * The same talk, but a private key is no answer: its lines, which would answer the questions that follow, are dropped
 * to the last one. Passwords are typed unseen, and may be anything.
 */
export function secretFree(talk: Talk): Talk {
  return {
    say: (text) => talk.say(text),
    sayWhole: (text) => talk.sayWhole(text),
    askUnseen: (prompt) => talk.askUnseen(prompt),
    async ask(prompt) {
      const secrets = new SecretLines();
      for (;;) {
        let line = await talk.ask(prompt);
        if (!secrets.takes(line)) return line;
        talk.say(`Error: ${secretRefusal.message} It is dropped and kept nowhere. ${secretRefusal.remedy}`);
        while (secrets.isInside) {
          line = await talk.ask('');
          if (!secrets.takes(line)) return line;
        }
      }
    },
  };
}
