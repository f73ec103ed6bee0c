import type { Task } from '../../run/task.js';
import { bootStates } from '../boot/boot-states.js';
import { recordBoot } from '../record/record-boot.js';
import { installerBeside, recordInstallation } from '../record/record-installation.js';
import { recordScenario } from '../record/record-scenario.js';
import { readRecordingFacts } from '../record/recording.js';
import { type ScenarioName, scenarioOf } from '../record/scenarios.js';
import { checkFileSystems, fileSystemChecks, readFileSystemTally } from './file-systems.js';
import { type Lab, recordingDir } from './lab-folder.js';
import { checkOwn, readOwnTally } from './own-check.js';
import { copiesIn } from './own-programs.js';
import { type RunShardsOptions, runShards } from './run-shards.js';

/** Records what is not recorded yet. */
export function recordTasks(lab: Lab): Task[] {
  const installs = lab.plan.scenarios.some((name) => scenarioOf(name).isInstallation);
  return lab.plan.scenarios.map((scenario) => ({
    ...{ id: `record-${scenario}`, title: `Record ${scenario}` },
    async run(ctx) {
      const dir = recordingDir(lab, scenario);
      if ((await readRecordingFacts(dir)) !== null) return 'recorded before';
      // Before the first recording, which may take minutes.
      if (installs) await installerBeside(lab.plan.image.file);
      const order = { image: lab.plan.image.file, scenario, dir };
      if (scenarioOf(scenario).isInstallation) await recordInstallation(ctx, order);
      else if (scenarioOf(scenario).isBoot)
        await recordBoot(ctx, order, scenario === 'own' ? copiesIn(lab.dir).script : null);
      else await recordScenario(ctx, order);
      return `${(await readRecordingFacts(dir))?.seconds ?? 0} s`;
    },
  }));
}

/** Examines the states of each recording that are not examined yet. */
export function examineTasks(lab: Lab, options: RunShardsOptions): Task[] {
  return lab.plan.scenarios.map((scenario) => ({
    ...{ id: `examine-${scenario}`, title: `Examine ${scenario}` },
    run: (ctx) => runShards(ctx, lab, scenario, options),
  }));
}

/** Looks at file systems with real programs, as the device does and as others do. */
export function fileSystemTasks(lab: Lab, { deadline }: Pick<RunShardsOptions, 'deadline'>): Task[] {
  const isLate = () => deadline !== null && Date.now() >= deadline;
  const withFileSystem = lab.plan.scenarios.filter((name) => scenarioOf(name).fileSystem !== null);
  return withFileSystem.flatMap((scenario) =>
    fileSystemChecks
      .filter((check) => isChecked(scenario, check))
      .map(
        (check): Task => ({
          id: `file-system-${scenario}-${check}`,
          title: `Repair and mount ${scenario}${check === 'device' ? '' : ', by fsck -n alone'}`,
          async run(ctx) {
            if ((await readFileSystemTally(lab, scenario, check)) !== null) return 'looked at before';
            const tally = await checkFileSystems(ctx, lab, scenario, { check, isLate });
            return tally === null
              ? undefined
              : `${tally.checked} states, standing for ${tally.standFor} cuts`;
          },
        }),
      ),
  );
}

/** Looks at data with a check of a person's own, where the plan has one. */
export function ownCheckTasks(lab: Lab, { deadline }: Pick<RunShardsOptions, 'deadline'>): Task[] {
  if (!lab.plan.scenarios.includes('own') || lab.plan.own?.check == null) return [];
  const isLate = () => deadline !== null && Date.now() >= deadline;
  return [
    {
      ...{ id: 'own-check', title: 'Check the data of own' },
      async run(ctx) {
        if ((await readOwnTally(lab)) !== null) return 'checked before';
        const { checked, failed } = await checkOwn(ctx, lab, isLate);
        return `${checked} disks, ${failed.length} of them wrong`;
      },
    },
  ];
}

/** Starts disks as cuts leave them, where the plan says so. */
export function bootTasks(lab: Lab, { jobs, deadline }: Pick<RunShardsOptions, 'jobs' | 'deadline'>): Task[] {
  if (lab.plan.boots === 0) return [];
  const isLate = () => deadline !== null && Date.now() >= deadline;
  return [{ id: 'boots', title: 'Start disks', run: (ctx) => bootStates(ctx, lab, { jobs, isLate }) }];
}

/** /persist is never formatted by anybody, and fsck.btrfs looks at nothing: the control is of logs. */
function isChecked(scenario: ScenarioName, check: (typeof fileSystemChecks)[number]): boolean {
  return check === 'device' || scenarioOf(scenario).fileSystem === 'log';
}
