import type { BootedCut } from '../boot/boot-results.js';
import { statesOf } from '../run/tally.js';
import {
  controlFaultsOf,
  type Findings,
  faultsOf,
  type ReportedFault,
  type ScenarioFindings,
  summarize,
} from './findings.js';
import { amount, bootsText, darkWithoutRoot, noControl } from './report-text.js';
import type { WritePlot } from './write-plot.js';

/** The report as one page of HTML that needs no other file and runs no script. */
export function reportPage(findings: Findings, plots: readonly WritePlot[]): string {
  const { plan, scenarios } = findings;
  const summary = summarize(findings);
  const sections = scenarios.map((one) =>
    section(
      one,
      plots.find(({ scenario }) => scenario === one.scenario),
    ),
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Power cuts</title>
<style>
:root { color-scheme: light dark; --line: #8886; --good: #1a7f37; --bad: #cf222e; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
h2 { margin-top: 2.5rem; border-top: 1px solid var(--line); padding-top: 1rem; }
table { border-collapse: collapse; width: 100%; }
td, th { text-align: left; padding: .2rem .8rem .2rem 0; vertical-align: top; border-bottom: 1px solid var(--line); }
td.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.good { color: var(--good); } .bad { color: var(--bad); }
svg { width: 100%; height: auto; display: block; margin: 1rem 0; } svg text { fill: currentColor; font-size: 11px; }
code { overflow-wrap: anywhere; }
</style>
</head>
<body>
<h1>Power cuts</h1>
<p><code>${escaped(plan.image.file)}</code>, seed ${plan.seed}; ${escaped(plan.kinds.join(', '))}.</p>
<p><strong>${amount(summary.cuts)}</strong> cuts leave <strong>${amount(summary.distinct)}</strong> different disks;
${amount(summary.looks)} looks at a part of the disk stand for all of them.
${summary.booted === 0 ? '' : `<strong>${amount(summary.booted)}</strong> of these disks were started in a virtual machine.`}
${summary.isDarkWithoutRoot ? darkWithoutRoot : ''}
${summary.isComplete ? '' : '<strong class="bad">The run is not complete.</strong>'}</p>
${summary.faults === 0 ? '<p class="good" id="verdict">Nothing is wrong with any of them.</p>' : `<p class="bad" id="verdict">${summary.faults} kinds of fault were found.</p>`}
${summary.silentControls.map((name) => `<p class="bad">The control ${name} found nothing: this run proves nothing.</p>`).join('\n')}
${scenarios.some(({ isControl }) => isControl) ? '' : `<p class="bad">${noControl}</p>`}
${sections.join('\n')}
</body>
</html>
`;
}

function section(one: ScenarioFindings, plot: WritePlot | undefined): string {
  const { scenario, title, isControl, tally, distinct, fileSystems, ownCheck, boots } = one;
  const faults = faultsOf(one);
  const control = controlFaultsOf(one);
  const kinds = Object.entries(tally.states).map(([kind, states]) => `${amount(states)} ${kind}`);
  const outcomes = [...tally.outcomes].sort((first, second) => second.states - first.states);
  return `<h2 id="${scenario}">${escaped(scenario)}${isControl ? ' (control)' : ''}</h2>
<p>${escaped(title)}. ${amount(statesOf(tally))} cuts (${kinds.join(', ')}), ${amount(distinct)} different disks.
${fileSystems.map(({ check, checked, distinct: all, standFor }) => `${amount(checked)} of ${amount(all)} states of the file system were looked at (${check === 'device' ? 'the healer of the device' : 'fsck -n alone'}), standing for ${amount(standFor)} cuts.`).join(' ')}${ownCheck === null ? '' : ` ${amount(ownCheck.checked)} disks were looked at by your own check.`}</p>
${isControl ? '<p>It is wrong on purpose: something must be found.</p>' : ''}
${plot === undefined ? '' : drawing(plot)}
${faultTable(faults)}
${control === null ? '' : `<p>The same states, checked by <code>fsck -n</code> alone:</p>${faultTable(control)}`}
<details><summary>How a device would start</summary>
<table><tr><th>cuts</th><th>start</th><th>first cut</th></tr>
${outcomes.map(({ outcome, states, example }) => `<tr><td class="number">${amount(states)}</td><td>${escaped(outcome)}</td><td><code>${escaped(`${scenario}/${example}`)}</code></td></tr>`).join('\n')}
</table></details>
${boots.length === 0 ? '' : bootTable(boots)}`;
}

function bootTable(boots: readonly BootedCut[]): string {
  const rows = boots.map(
    ({ scenario, id, outcome, slot, starts, seconds, fault }) =>
      `<tr${fault === null ? '' : ' class="bad"'}><td><code>${escaped(`${scenario}/${id}`)}</code></td><td>${escaped(outcome)}</td><td>${slot === null ? 'nothing' : `slot ${slot === '0' ? 'a' : 'b'}`}</td><td class="number">${starts}</td><td class="number">${seconds}</td></tr>`,
  );
  return `<details><summary>${escaped(bootsText(boots))}</summary>
<table><tr><th>cut</th><th>by the rules</th><th>what ran</th><th>starts</th><th>seconds</th></tr>
${rows.join('\n')}
</table></details>`;
}

function faultTable(faults: readonly ReportedFault[]): string {
  if (faults.length === 0) return '<p class="good">Nothing is wrong.</p>';
  return `<table><tr><th>cuts</th><th>what is wrong</th><th>to see one: powercut replay</th></tr>
${faults
  .map(
    ({ text, states, examples, isLostFlush }) =>
      `<tr class="bad"><td class="number">${amount(states)}</td><td>${escaped(text)}${isLostFlush ? ' (a disk that loses what it says it flushed)' : ''}</td><td>${examples.map((id) => `<code>${escaped(id)}</code>`).join('<br>')}</td></tr>`,
  )
  .join('\n')}
</table>`;
}

const bandHeight = 46;
const left = 70;
const width = 900;
const colours = ['#0969da', '#8250df', '#bf3989', '#1a7f37', '#9a6700', '#bc4c00', '#57606a', '#cf222e'];

/** Each write at its place, and a line at the top for each flush. */
function drawing({ scenario, writes, flushes, bands, marks, ends }: WritePlot): string {
  const height = bands.length * bandHeight + 30;
  const x = (at: number) => (left + at * (width - left)).toFixed(1);
  const shapes = marks.map(({ band, at, from, size }) => {
    const y = 20 + band * bandHeight + from * (bandHeight - 8);
    const tall = Math.max(1.5, size * (bandHeight - 8));
    return `<rect x="${x(at)}" y="${y.toFixed(1)}" width="1.5" height="${tall.toFixed(1)}" fill="${colours[band % colours.length]}"/>`;
  });
  const lines = ends.map((at) => `<path d="M${x(at)} 4v8" stroke="currentColor" stroke-width=".5"/>`);
  const labels = bands.map(
    (band, number) =>
      `<text x="0" y="${20 + number * bandHeight + 14}">${escaped(band)}</text><path d="M0 ${14 + number * bandHeight}H${width}" stroke="currentColor" stroke-opacity=".2"/>`,
  );
  return `<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="The writes of ${scenario} in their order">
<title>${amount(writes)} writes, ${amount(flushes)} flushes (lines at the top). Cuts were tried at every sector, and subsets between all flushes.</title>
<text x="0" y="12">flushes</text>
${lines.join('')}
${labels.join('')}
${shapes.join('')}
</svg>`;
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
