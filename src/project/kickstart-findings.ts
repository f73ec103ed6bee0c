import type { Finding } from '../spec/finding.js';
import type { ImageSpec } from '../spec/image-spec.js';
import type { Layer } from '../spec/sources.js';
import { errorIn } from './kickstart/finding-at.js';
import type { Kickstart } from './kickstart/read-kickstart.js';
import { rootKickstartName } from './kickstart-block.js';
import { contradictions } from './kickstart-layer.js';
import { kickstartSettings } from './kickstart-settings.js';

/** What the kickstart commands of a folder are compared with. */
export interface SaidByFolder {
  /** tmpfsroot.json, where there is one. */
  file: Layer | undefined;
  /** What the folder says without flags and environment, which win over its copy between our markers as over itself. */
  spec: ImageSpec;
  /** What stands between our markers is about to be replaced, and not looked at. */
  blockIsReplaced?: boolean;
}

/** All that is wrong in the kickstart files of a folder, alone and beside tmpfsroot.json. */
export function kickstartFindings(
  kickstart: Pick<Kickstart, 'fields' | 'block' | 'findings'>,
  said: SaidByFolder,
): Finding[] {
  const { file, spec, blockIsReplaced = false } = said;
  if (kickstart.fields.length + kickstart.block.length === 0) return kickstart.findings;
  const settings = new Set(kickstartSettings(spec));
  return [
    ...kickstart.findings,
    ...contradictions(kickstart.fields, file, ({ text }) => settings.has(text)),
    ...(blockIsReplaced ? [] : staleCopy(kickstart, settings)),
  ];
}

/**
 * Devices that kickstart commands give a profile of their own and that the spec has, too: NetworkManager would take one of
 * the two profiles, and nobody could tell which.
 */
export function deviceFindings(
  { system }: Pick<Kickstart, 'system'>,
  { system: { network } }: Pick<ImageSpec, 'system'>,
): Finding[] {
  return system.connections
    .filter(({ interfaceName }) => interfaceName !== null && interfaceName === network.device)
    .map(({ interfaceName, controller, place }) => ({
      ...errorIn(
        place,
        controller === null
          ? `The network device \`${interfaceName}\` is \`system.network.device\` too, which gives it another profile.`
          : `\`${interfaceName}\` is a port of \`${controller.name}\` here, and \`system.network.device\` too: a port has no address.`,
        'Say it in one of the two places: change `system.network`, or remove the line.',
      ),
      path: 'system.network.device',
    }));
}

/** The first line between our markers that tmpfsroot.json does not say any more. */
function staleCopy({ block }: Pick<Kickstart, 'block'>, settings: ReadonlySet<string>): Finding[] {
  const stale = block.find(({ text }) => !settings.has(text));
  if (stale === undefined) return [];
  // What stands behind the name of the command may be a password.
  const shown = /^(?:rootpw|user)\s/.test(stale.text) ? `${stale.text.split(/\s/)[0]} ...` : stale.text;
  return [
    errorIn(
      { file: rootKickstartName, line: stale.line },
      `\`${shown}\` is a copy of what tmpfsroot.json said, and it says something else now.`,
      'Save the project with the wizard (`tmpfsroot-wizard`), which writes this part again, or remove the lines from BEGIN to END: tmpfsroot.json is what counts.',
    ),
  ];
}
