import type { Dependency, Node, Stage } from './stage.js';

/** The stage of a dependency, whether all of it counts or a part. */
export function stageOf(dependency: Dependency): Stage {
  return 'stage' in dependency ? dependency.stage : dependency;
}

/** The stages that nodes are made of, each behind those that it is made of itself. */
export function stagesBelow(nodes: readonly Node[]): Stage[] {
  const found = new Map<string, Stage>();
  const visit = (node: Node) => {
    for (const stage of stagesOf(node)) {
      if (found.has(stage.id)) continue;
      visit(stage);
      found.set(stage.id, stage);
    }
  };
  nodes.forEach(visit);
  return [...found.values()];
}

/**
 * What becomes of the stages that something needs: one that is there is read, one that is not is made, and needs
 * others. A stage that is in neither is not looked at.
 * @param outputs those that are to be made
 * @param stages all of the build
 * @param isThere whether the result of a stage is kept from an earlier run
 */
export function stagesNeeded(
  outputs: readonly Node[],
  stages: readonly Stage[],
  isThere: (stage: Stage) => boolean,
): { made: ReadonlySet<string>; read: ReadonlySet<string> } {
  const made = new Set<string>();
  const read = new Set<string>();
  const need = (stage: Stage) => {
    if (made.has(stage.id)) return;
    if (isThere(stage)) {
      read.add(stage.id);
      return;
    }
    made.add(stage.id);
    stagesOf(stage).forEach(need);
  };
  outputs.flatMap(stagesOf).forEach(need);
  stages.filter(({ isAlwaysAsked }) => isAlwaysAsked).forEach(need);
  return { made, read };
}

function stagesOf({ deps }: Node): Stage[] {
  return Object.values(deps).map(stageOf);
}
