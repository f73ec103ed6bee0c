import { exitStatus } from '../base/failure.js';
import { printText } from '../base/print-text.js';
import { type Findings, summarize } from '../powercut/report/findings.js';
import { reportText } from '../powercut/report/report-text.js';
import { reportPageOf } from '../powercut/report/write-report.js';
import type { Lab } from '../powercut/run/lab-folder.js';
import type { CommandContext } from './command.js';

/** Prints the report; the exit status says whether anything is wrong, or a control was found to be right. */
export function tellReport(
  lab: Lab,
  findings: Findings,
  { stdout, stderr }: Pick<CommandContext, 'stdout' | 'stderr'>,
  json: boolean,
) {
  const summary = summarize(findings);
  const page = reportPageOf(lab);
  if (json) printText(stdout, `${JSON.stringify({ event: 'report', page, ...summary })}\n`);
  else {
    printText(stdout, `${reportText(findings)}\n`);
    printText(stderr, `The report is in ${page}\n`);
  }
  return summary.faults > 0 || summary.silentControls.length > 0 ? exitStatus.stageFailed : exitStatus.done;
}
