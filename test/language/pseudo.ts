import type { Language } from '../../src/base/language/texts.js';

/** Says every text in letters that nothing else has, so that what was not asked of it stands out. */
export const pseudo: Language = {
  tag: 'en',
  textOf: (english) =>
    english.replace(/\{\d+\}|[A-Za-z]/g, (sign) =>
      sign.length > 1 ? sign : String.fromCodePoint((sign.codePointAt(0) ?? 0) + 0xfee0),
    ),
};
