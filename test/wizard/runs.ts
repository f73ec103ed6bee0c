import type { RunResult } from '../../src/build/run-image.js';
import { RunFailure, type RunReport } from '../../src/run/run-report.js';

const report: RunReport = {
  stages: [
    { id: 'lock', title: 'Lock packages', seconds: 12, result: '312 packages' },
    { id: 'tree', title: 'Root tree', seconds: 61, result: 'unchanged' },
    { id: 'iso', title: 'Installer ISO', seconds: 8 },
  ],
  logFile: '/home/op/robot/output/logs/run.log',
  seconds: 81,
};

/** A run that built an installer, and took one package more than the build before. */
export const doneRun: RunResult = {
  ...report,
  kept: [],
  artefacts: [
    { kind: 'iso', file: 'robot-installer.iso', size: 512 * 2 ** 20, sha256: 'ab'.repeat(32) },
    { kind: 'raw', file: 'robot.raw', size: 8 * 2 ** 30, sha256: 'cd'.repeat(32) },
  ],
  diff: {
    changes: [
      {
        ...{ kind: 'upgraded', name: 'bash', arch: 'x86_64', from: '0:5.2-1', to: '0:5.2-2' },
        ...{ size: 1000, installedSize: 2000 },
      },
    ],
    size: { from: 1000, to: 2000 },
    installedSize: { from: 1000, to: 3000 },
  },
};

/** A stage that failed with what its program said. */
export const failedRun = new RunFailure(
  1,
  {
    what: 'The program `dracut` failed with status 1.',
    why: 'There is no room.',
    lastLines: ['dracut: installing', 'dracut: No space left on device'],
    remedy: 'Free 2 GiB in the cache folder.',
    log: report.logFile,
  },
  report,
  { id: 'tree', title: 'Root tree' },
);
