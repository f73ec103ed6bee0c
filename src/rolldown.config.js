import { fileURLToPath } from 'node:url';
import { defineConfig } from 'rolldown';

const ours = (/** @type {string} */ file) => fileURLToPath(new URL(file, import.meta.url));

/** Packages that Ink is given in our own dress; each of these files says why, and takes the package itself. */
const dressed = new Map([
  ['string-width', ours('pipeline/text-width.ts')],
  ['@alcalzone/ansi-tokenize', ours('wizard/drawn-text.ts')],
]);

const inOurDress = {
  name: 'in-our-dress',
  /** @param {string} source @param {string | undefined} importer */
  resolveId(source, importer) {
    const file = dressed.get(source);
    return file === undefined || importer === file ? null : file;
  },
};

/** The published program: a file for each entry, and the heavy parts in files that are loaded when they are wanted. */
export default defineConfig({
  // The bench bundles another program in the same way.
  input: process.env.BUNDLE_ENTRY ?? 'src/cli.ts',
  platform: 'node',
  external: ['react-devtools-core'],
  plugins: [inOurDress],
  transform: { target: 'node20', define: { 'process.env.NODE_ENV': '"production"' } },
  output: {
    dir: 'dist',
    format: 'esm',
    minify: { compress: false, mangle: false, codegen: { removeWhitespace: true } },
    cleanDir: true,
    entryFileNames: '[name].js',
    chunkFileNames: 'chunks/[name]-[hash].js',
  },
});
