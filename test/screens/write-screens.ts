import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { languages, screensFile, screensText, sizes } from './kept-screens.js';

for (const language of languages) {
  for (const size of sizes) {
    const file = screensFile(language, size);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, screensText(language, size));
  }
}
