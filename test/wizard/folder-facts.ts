import type { FolderFacts, LastBuild } from '../../src/project/folder/recognise-folder.js';
import type { LeftDraft } from '../../src/wizard/model/state.js';

/** A folder of that kind as the wizard recognises it. */
export function folderFacts(kind: FolderFacts['kind'], lastBuild: LastBuild | null = null): FolderFacts {
  const isOurs = kind === 'ours';
  const isProject = isOurs || kind === 'legacy';
  return {
    dir: '/home/op/robot',
    kind,
    files: {
      ...{ projectFile: isOurs, packagesList: isProject, lock: isProject },
      ...{ kickstart: isProject, rootOverride: false },
    },
    lastBuild,
  };
}

/** A build that left an installer behind. */
export const lastBuild: LastBuild = {
  name: 'robot',
  release: 44,
  time: new Date(2026, 10, 20, 18, 30),
  artefacts: [
    { kind: 'iso', file: 'robot-installer.iso', size: 5e8, sha256: 'ab'.repeat(32), present: true },
  ],
};

/** A draft that was left on a day of November 2026, at nine. */
export function leftAt(day: number, name = ''): LeftDraft {
  return { savedAt: new Date(2026, 10, day, 9).toISOString(), name };
}
