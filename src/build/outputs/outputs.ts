import type { ImageSpec } from '../../config/image-spec.js';
import { type InstallerKind, type OutputKind, outputTable } from '../../config/outputs.js';
import { anacondaIsoOutput, anacondaPxeOutput } from './anaconda.js';
import { diskOutputs } from './disk.js';
import { isoOutput } from './iso.js';
import type { Output } from './output.js';
import { pxeOutput } from './pxe.js';
import { updateOutput } from './update.js';

const installers: Readonly<Record<InstallerKind, (spec: ImageSpec) => Output>> = {
  iso: ({ name, install }) =>
    install.method === 'anaconda' ? anacondaIsoOutput(name, install.payload) : isoOutput(name),
  pxe: ({ install }) => (install.method === 'anaconda' ? anacondaPxeOutput(install.payload) : pxeOutput()),
};

/** The leaves of the graph of a build: what its spec asks for. */
export function outputsOf(spec: ImageSpec): Output[] {
  return spec.outputs.flatMap((kind) => outputsOfKind(spec, kind));
}

function outputsOfKind(spec: ImageSpec, kind: OutputKind): Output[] {
  const { disk } = outputTable[kind];
  if (disk !== null) return diskOutputs(spec, kind, disk);
  return [kind === 'update' ? updateOutput(spec.name) : installers[kind as InstallerKind](spec)];
}
