import { sentences, t, translated } from '../../base/language/texts.js';
import { SecretLines, secretRefusal } from '../../base/secret-text.js';
import type { PromptIO } from './plain-ports.js';

/**
 * The same input and output, but a private key is not taken for an answer: its lines, which would answer the
 * questions that follow, are dropped to the last one. Passwords are typed unseen, and may be anything.
 */
export function secretFree(io: PromptIO): PromptIO {
  return {
    say: (text) => io.say(text),
    sayWhole: (text) => io.sayWhole(text),
    askUnseen: (prompt) => io.askUnseen(prompt),
    async ask(prompt) {
      const secrets = new SecretLines();
      for (;;) {
        let line = await io.ask(prompt);
        if (!secrets.takes(line)) return line;
        const { message, remedy } = secretRefusal;
        io.say(
          sentences(
            t`Error: ${translated(message)}`,
            t`It was dropped and is not stored.`,
            translated(remedy),
          ),
        );
        while (secrets.isInside) {
          line = await io.ask('');
          if (!secrets.takes(line)) return line;
        }
      }
    },
  };
}
