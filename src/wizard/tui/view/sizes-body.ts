import { t } from '../../../base/language/texts.js';
import { padText } from '../../../base/text/cut.js';
import { textWidth } from '../../../base/text/width.js';
import { formatMiB } from '../../../config/fields/sizes.js';
import type { SizedPartition } from '../../../config/image-spec.js';
import {
  type DiskPlan,
  findPartition,
  type PlannedDisk,
  planDisks,
} from '../../../config/partitions/partition-plan.js';
import { isOptional, sizedPartitions, sizingOf } from '../../../config/partitions/partition-sizes.js';
import { partitionNames, partitionTable } from '../../../config/partitions/partition-table.js';
import { focusedField, textOfField } from '../../model/edit-form.js';
import { isFinding } from '../../model/fields.js';
import { fieldsOf, findingsOf, screenFindings } from '../../model/screen-findings.js';
import type { WizardState } from '../../model/state.js';
import { barLine, diskMap, diskParts, mapLines, partTone } from './disk-map.js';
import { fieldFoot, findingLines } from './field-lines.js';
import { type Body, cutLine, type Line, lineWidth, type Spot, seg } from './lines.js';
import { memoryLine } from './memory-line.js';
import type { Symbols } from './symbols.js';
import { textAround } from './typed-text.js';

/** All partitions in one table, with the disk that they make. */
export function sizesBody(state: WizardState, width: number, symbols: Symbols): Body {
  const plan = planDisks(state.spec);
  const table = tableLines(state, plan, width, symbols);
  const maps = plan.disks.flatMap((disk) => diskMap(disk, width, symbols));
  const foot = footLines(state, plan, width, symbols);
  return {
    lines: [...maps, [], ...table.lines],
    focus: maps.length + 1 + table.focus,
    caret: lowered(table, maps.length + 1),
    foot,
    rows: { from: maps.length + 1, count: table.lines.length },
    spots: plan.disks.flatMap((disk, index) => partSpots(disk, index * mapLines + barLine, width)),
  };
}

/** Each part of a bar leads to the row of its size. */
function partSpots(disk: PlannedDisk, line: number, width: number): Spot[] {
  return diskParts(disk, width).map(({ name, from, to }): Spot => {
    const row = sizedPartitions.indexOf(partitionTable[name].sizedBy);
    return { line, from, to, target: { kind: 'row', row } };
  });
}

function lowered(table: { caret: Body['caret'] }, by: number): Body['caret'] {
  return table.caret === null ? null : { ...table.caret, line: table.caret.line + by };
}

function tableLines(state: WizardState, plan: DiskPlan, width: number, symbols: Symbols) {
  const focused = focusedField(state);
  const fields = fieldsOf(state);
  const wide = width >= 64;
  const several = plan.disks.length > 1;
  const valueWidth = 10;
  let caret: Body['caret'] = null;
  const rows = fields.map((field, index): Line => {
    const name = sizedPartitions[index] ?? 'esp';
    const { partition } = sizingOf(name);
    const kind = partitionTable[partition];
    const planned = findPartition(plan, partition);
    const isFocused = field === focused;
    const text = textOfField(state, field);
    const typed = textAround({ text, caret: isFocused ? state.caret : 0 }, valueWidth);
    const worst = findingsOf(state, field)[0]?.level;
    const isInvalid = isFinding(field.write(state.spec, text));
    const sign = worst === 'error' ? symbols.error : worst === 'warning' ? symbols.warning : ' ';
    const front = `${isFocused ? symbols.pointer : ' '} `;
    const label = padText(field.label, 10);
    if (isFocused) caret = { line: index, column: textWidth(front) + 3 + 10 + 1 + typed.column };
    return cutLine(
      [
        seg(front, 'accent'),
        seg(padText(lettersOf(name), 3), partTone(partition)),
        seg(label, isFocused ? 'strong' : 'plain'),
        seg(' '),
        seg(padText(typed.shown, valueWidth), isFocused ? 'focus' : worst === 'error' ? 'bad' : 'plain'),
        seg(`${sign} `, worst === 'error' ? 'bad' : 'warn'),
        seg(padText(isInvalid ? '' : sizeNow(name, planned?.partition.sizeMiB), 11), 'plain'),
        ...(wide
          ? [seg(padText(kind.fileSystem, 6), 'plain'), seg(padText(kind.mountPoint, 17), 'plain')]
          : []),
        ...(several ? [seg(planned?.disk.device ?? '', 'plain')] : []),
      ],
      width,
    );
  });
  return { lines: rows, focus: focused === null ? 0 : fields.indexOf(focused), caret };
}

function footLines(state: WizardState, plan: DiskPlan, width: number, symbols: Symbols): Line[] {
  const field = focusedField(state);
  const own = field === null ? [] : findingsOf(state, field);
  const [first] = screenFindings(state, 'sizes').filter(({ level }) => level === 'error');
  const told =
    own.length === 0 && first !== undefined
      ? findingLines(first, width, symbols)
      : fieldFoot(state, field, width, symbols);
  return [...told, ...factLines(state, plan, width)];
}

/** What the size of a partition comes to; nothing where it must not be left out. */
function sizeNow(name: SizedPartition, sizeMiB: number | undefined): string {
  if (sizeMiB !== undefined) return formatMiB(sizeMiB);
  return isOptional(name) ? t`left out` : '';
}

/** The smallest disk that would do, and how the image stands; on one line where there is room. */
function factLines(state: WizardState, plan: DiskPlan, width: number): Line[] {
  const disk: Line = [
    seg(t`smallest disk ${formatMiB(plan.smallestMainMiB)}`),
    seg(plan.freeMiB > 0 ? ` · ${t`${formatMiB(plan.freeMiB)} free`}` : '', 'plain'),
  ];
  const joined: Line = [...disk, seg(' · '), ...memoryLine(state)];
  return lineWidth(joined) <= width ? [joined] : [disk, cutLine(memoryLine(state), width)];
}

/** `AB`: both root slots have one size. */
function lettersOf(size: SizedPartition): string {
  const kinds = partitionNames.map((name) => partitionTable[name]).filter(({ sizedBy }) => sizedBy === size);
  return [...new Set(kinds.map(({ map }) => map.letter))].join('');
}
