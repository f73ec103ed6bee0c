import { controlFaultsOf, type Findings, faultsOf, summarize } from './findings.js';

/** The report for programs. Outcomes are the ways in which a device would start, with how many states come to each. */
export function reportJson(findings: Findings): string {
  const { plan, scenarios, boots } = findings;
  const document = {
    format: 1,
    plan,
    summary: summarize(findings),
    boots,
    scenarios: scenarios.map((one) => ({
      ...one,
      faults: faultsOf(one),
      fsckFaults: controlFaultsOf(one),
    })),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}
