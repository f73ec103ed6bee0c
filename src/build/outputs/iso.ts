import path from 'node:path';
import { later } from '../../base/language/texts.js';
import { makeInstallerIso } from '../../image/installer/installer-iso.js';
import { seedsOf } from '../../image/reproducible-ids.js';
import { data, folder, hookFolder } from '../input.js';
import { installerDeps, installerInput, installerInputs } from './installer-inputs.js';
import { type Output, output, outputTools } from './output.js';

/** The medium with our own installer. */
export function isoOutput(name: string): Output {
  const file = `${name}-installer.iso`;
  return output({
    id: file,
    title: later`Installer ISO`,
    kind: 'iso',
    files: [file],
    deps: installerDeps,
    tools: outputTools,
    inputs: async (source) => ({
      ...(await installerInputs(source)),
      isoOverride: await folder(source, source.project.extras.isoOverride),
      buildHooks: await hookFolder(source, source.project.extras.buildHooks),
      lock: data(source.lock),
    }),
    async make(ctx, inputs, deps, { out, scratch }) {
      await makeInstallerIso(ctx, {
        ...installerInput(inputs, deps),
        override: inputs.isoOverride,
        hooks: inputs.buildHooks,
        seeds: seedsOf(inputs.lock),
        file: path.join(out, file),
        scratch,
      });
    },
  });
}
