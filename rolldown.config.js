import { defineConfig } from 'rolldown';
import license from 'rollup-plugin-license';

// The bench bundles another program in the same way.
const { BUNDLE_ENTRY } = process.env;

/** The published program: a file for each entry, and the heavy parts in files that are loaded when they are wanted. */
export default defineConfig({
  input: BUNDLE_ENTRY ?? 'src/cli.ts',
  platform: 'node',
  // The licences of what is bundled want their texts beside it.
  plugins: BUNDLE_ENTRY === undefined ? [license({ thirdParty: { output: 'dist/THIRD-PARTY.txt' } })] : [],
  external: ['react-devtools-core'],
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
