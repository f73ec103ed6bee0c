import parser from '@typescript-eslint/parser';
import regexp from 'eslint-plugin-regexp';

/** Biome does the linting; this looks only for patterns whose time grows faster than the text that they are given. */
export default [
  {
    files: ['src/**/*.{ts,tsx}'],
    languageOptions: { parser },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    plugins: { regexp },
    rules: {
      'regexp/no-super-linear-backtracking': ['error', { report: 'potential' }],
      'regexp/no-super-linear-move': ['error', { report: 'potential' }],
    },
  },
];
