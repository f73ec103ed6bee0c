import type { ImageSpec } from './image-spec.js';

/** What of a spec shapes the root of a device: all but how it is delivered, and what runs the programs that build it. */
export type RootSpec = Omit<ImageSpec, 'outputs' | 'install' | 'engine' | 'signingKey' | 'cacheDir'>;

/** What of a spec shapes an installer. */
export type InstallerSpec = RootSpec & Pick<ImageSpec, 'install'>;

/** A spec without what the root of a device must not depend on. */
export function rootSpecOf(spec: ImageSpec): RootSpec {
  const {
    outputs: _outputs,
    install: _install,
    engine: _engine,
    signingKey: _signingKey,
    cacheDir: _cacheDir,
    ...root
  } = spec;
  return root;
}

/** A spec without what an installer must not depend on. */
export function installerSpecOf(spec: ImageSpec): InstallerSpec {
  return { ...rootSpecOf(spec), install: spec.install };
}
