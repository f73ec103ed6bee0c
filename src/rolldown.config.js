import { fileURLToPath } from 'node:url';
import { defineConfig } from 'rolldown';

const textWidth = fileURLToPath(new URL('pipeline/text-width.ts', import.meta.url));

/** Ink measures as our own lines are measured, or the two would not fit; ours is also there at once. */
const oneWidth = {
  name: 'one-width',
  /** @param {string} source @param {string | undefined} importer */
  resolveId: (source, importer) => (source === 'string-width' && importer !== textWidth ? textWidth : null),
};

/** The published program: a file for each entry, and the heavy parts in files that are loaded when they are wanted. */
export default defineConfig({
  // The bench bundles another program in the same way.
  input: process.env.BUNDLE_ENTRY ?? 'src/cli.ts',
  platform: 'node',
  external: ['react-devtools-core'],
  plugins: [oneWidth],
  transform: { target: 'node20', define: { 'process.env.NODE_ENV': '"production"' } },
  output: {
    dir: 'dist',
    format: 'esm',
    cleanDir: true,
    entryFileNames: '[name].js',
    chunkFileNames: 'chunks/[name]-[hash].js',
  },
});
