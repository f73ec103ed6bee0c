import { later } from '../base/language/texts.js';
/** What can run the programs that build, in the order in which `auto` tries them: a record for each. */
export const engineRecords = [
  { name: 'podman', label: later`podman, in containers` },
  { name: 'docker', label: later`docker, in containers` },
  { name: 'native', label: later`programs of this machine` },
] as const;

export type EngineName = (typeof engineRecords)[number]['name'];

export const engineNames: readonly EngineName[] = engineRecords.map(({ name }) => name);

/** What a spec may ask for: `auto` is the first that works. */
export type EngineChoice = 'auto' | EngineName;

export const engineChoices: readonly EngineChoice[] = ['auto', ...engineNames];

/** As the help of flags names them: "auto, podman, docker or native". */
export function engineWords(): string {
  return `${engineChoices.slice(0, -1).join(', ')} or ${engineChoices.at(-1)}`;
}
