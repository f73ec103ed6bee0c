import path from 'node:path';
import { packageFile } from '../../src/base/fs/package-file.js';
import { readLanguage, translations } from '../../src/base/language/choose-language.js';
import { speak } from '../../src/base/language/texts.js';
import { walk } from './walk.js';

export const languages: readonly string[] = ['en', ...translations()];
export const sizes = ['80x24', '60x15', '120x40'] as const;

/** Where the screens of a walk are kept. */
export function screensFile(language: string, size: string): string {
  return path.join(packageFile('test/data'), 'screens', language, `${size}.txt`);
}

/** Every screen of the walk in a language and a size, one below another. */
export function screensText(language: string, size: (typeof sizes)[number]): string {
  const [columns, rows] = size.split('x').map(Number);
  speak(language === 'en' ? null : readLanguage(language));
  try {
    return walk
      .map(
        ([title, open]) =>
          `== ${title}\n${open({ columns, rows } as { columns: number; rows: number }).screen()}\n`,
      )
      .join('\n');
  } finally {
    speak(null);
  }
}
