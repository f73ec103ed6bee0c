import path from 'node:path';
import { atomicWriteFile } from '../../base/fs/atomic-write.js';
import type { Lab } from '../run/lab-folder.js';
import { type Findings, readFindings } from './findings.js';
import { reportJson } from './report-json.js';
import { reportPage } from './report-page.js';
import { reportText } from './report-text.js';
import { readPlots } from './write-plot.js';

/** Names of the report in the folder of a lab. */
const reportFiles = { text: 'report.txt', json: 'report.json', page: 'report.html' } as const;

/** Writes what a lab has found so far as text, as JSON, and as a page that needs no other file. */
export async function writeReport(lab: Lab): Promise<Findings> {
  const findings = await readFindings(lab);
  await atomicWriteFile(path.join(lab.dir, reportFiles.text), `${reportText(findings)}\n`);
  await atomicWriteFile(path.join(lab.dir, reportFiles.json), reportJson(findings));
  await atomicWriteFile(path.join(lab.dir, reportFiles.page), reportPage(findings, await readPlots(lab)));
  return findings;
}

/** The report as one page for a browser. */
export function reportPageOf({ dir }: Pick<Lab, 'dir'>): string {
  return path.join(dir, reportFiles.page);
}
