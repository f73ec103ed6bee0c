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

/** The report for a terminal or a file. */
export function reportText(findings: Findings): string {
  const { plan, scenarios } = findings;
  const { cuts, distinct, looks, booted, isDarkWithoutRoot, faults, silentControls, isComplete } =
    summarize(findings);
  return [
    `Power cuts of ${plan.image.file}`,
    '',
    `${amount(cuts)} cuts leave ${amount(distinct)} different disks. ${amount(looks)} looks at a part of the disk stand for all of them.`,
    ...(booted === 0 ? [] : [`${amount(booted)} of these disks were started in a virtual machine.`]),
    ...(isDarkWithoutRoot ? [darkWithoutRoot] : []),
    faults === 0 ? 'Nothing is wrong with any of them.' : `${faults} kinds of fault were found.`,
    ...(isComplete ? [] : ['The run is not complete: the same command goes on with it.']),
    ...silentControls.map((name) => `The control ${name} found nothing: this run proves nothing.`),
    `Seed ${plan.seed}; ${plan.kinds.join(', ')}.`,
    '',
    ...scenarios.filter(({ isControl }) => !isControl).flatMap((one) => scenarioLines(one, plan.shards)),
    scenarios.some(({ isControl }) => isControl)
      ? 'Controls, which are wrong on purpose and in which something must be found:'
      : noControl,
    '',
    ...scenarios.filter(({ isControl }) => isControl).flatMap((one) => scenarioLines(one, plan.shards)),
    ...scenarios.flatMap(checkControlLines),
  ].join('\n');
}

/** What a report says where the control of starts is as it must be. */
export const darkWithoutRoot = 'The control of starts, a disk without a root, did not come up.';
/** What a report says of a lab without controls. */
export const noControl = 'No control was examined: nothing shows that this run would have found a fault.';

function scenarioLines(one: ScenarioFindings, shards: number): string[] {
  const { scenario, title, tally, distinct, recordSeconds, fileSystems, ownCheck, boots } = one;
  const kinds = Object.entries(tally.states).map(([kind, states]) => `${amount(states)} ${kind}`);
  const faults = faultsOf(one);
  return [
    `${scenario}: ${title}`,
    `  recorded in ${recordSeconds} s; ${amount(statesOf(tally))} cuts (${kinds.join(', ')}), ${amount(distinct)} different disks`,
    ...(one.shards === shards ? [] : [`  only ${one.shards} of ${shards} parts are examined`]),
    ...fileSystems
      .filter(({ check }) => check === 'device')
      .map(
        ({ checked, distinct: all, standFor, seconds }) =>
          `  ${amount(checked)} of ${amount(all)} states of its file system repaired and mounted, standing for ${amount(standFor)} cuts; ${seconds} s`,
      ),
    ...(ownCheck === null
      ? []
      : [`  ${amount(ownCheck.checked)} disks looked at by your own check; ${ownCheck.seconds} s`]),
    ...(boots.length === 0 ? [] : [`  ${bootsText(boots)}`]),
    ...(faults.length === 0 ? ['  nothing is wrong'] : faults.map(faultLine)),
    '',
  ];
}

/** How disks came up that were started. */
export function bootsText(boots: readonly BootedCut[]): string {
  const [up, again] = [boots.filter(({ fault }) => fault === null), boots.filter(({ tries }) => tries > 1)];
  const seconds = up.map((one) => one.seconds).sort((first, second) => first - second);
  const [least, most] = [seconds[0] ?? 0, seconds.at(-1) ?? 0].map(Math.round);
  return [
    `${amount(up.length)} of ${amount(boots.length)} disks that were started came up and were committed`,
    ...(up.length === 0 ? [] : [`, after ${least} to ${most} s`]),
    ...(again.length === 0 ? [] : [`; ${amount(again.length)} were started twice`]),
  ].join('');
}

/** A check that other systems do, on the same states. */
function checkControlLines(one: ScenarioFindings): string[] {
  const faults = controlFaultsOf(one);
  if (faults === null) return [];
  return [
    `${one.scenario}, checked by fsck -n alone:`,
    ...(faults.length === 0 ? ['  nothing is wrong'] : faults.map(faultLine)),
    '',
  ];
}

function faultLine({ text, states, examples, isLostFlush }: ReportedFault): string {
  const where = isLostFlush ? ', on a disk that loses what it says it flushed' : '';
  return `  ${amount(states)} cuts: ${text}${where} (${examples.slice(0, 2).join(', ')})`;
}

/** 1234567 as `1,234,567`. */
export function amount(number: number): string {
  return number.toLocaleString('en');
}
