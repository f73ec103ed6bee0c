import type { PartitionName } from '../../spec/image-spec.js';
import { type DiskPlan, findPartition, planDisks } from '../../spec/partition-plan.js';
import { partitionTable } from '../../spec/partition-table.js';
import { formatMiB } from '../../spec/sizes.js';
import { focusedField, textOfField } from '../edit-form.js';
import { fieldsOf, findingsOf, screenFindings } from '../screen-findings.js';
import { sizedPartitions } from '../screens/sizes.js';
import type { WizardState } from '../state.js';
import { diskMap, partLetter, partTone } from './disk-map.js';
import { fieldFoot, findingLines } from './field-lines.js';
import { type Body, cutLine, type Line, lineWidth, padText, seg, widthOf } from './lines.js';
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
  };
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
    const partition: PartitionName = name === 'root' ? 'rootA' : name;
    const kind = partitionTable[partition];
    const planned = findPartition(plan, partition);
    const isFocused = field === focused;
    const text = textOfField(state, field);
    const typed = textAround({ text, caret: isFocused ? state.caret : 0 }, valueWidth);
    const worst = findingsOf(state, field)[0]?.level;
    const sign = worst === 'error' ? symbols.error : worst === 'warning' ? symbols.warning : ' ';
    const front = `${isFocused ? symbols.pointer : ' '} `;
    const letter = name === 'root' ? 'AB' : `${partLetter(partition)} `;
    const label = padText(field.label, 10);
    if (isFocused) caret = { line: index, column: widthOf(front) + 3 + 10 + 1 + typed.column };
    return cutLine(
      [
        seg(front, 'accent'),
        seg(`${letter} `, partTone(partition)),
        seg(label, isFocused ? 'strong' : 'plain'),
        seg(' '),
        seg(padText(typed.shown, valueWidth), isFocused ? 'focus' : worst === 'error' ? 'bad' : 'plain'),
        seg(`${sign} `, worst === 'error' ? 'bad' : 'warn'),
        seg(padText(planned === null ? 'left out' : formatMiB(planned.partition.sizeMiB), 11), 'dim'),
        ...(wide ? [seg(padText(kind.fileSystem, 6), 'dim'), seg(padText(kind.mountPoint, 17), 'dim')] : []),
        ...(several ? [seg(planned?.disk.device ?? '', 'dim')] : []),
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

/** The smallest disk that would do, and how the image stands; on one line where there is room. */
function factLines(state: WizardState, plan: DiskPlan, width: number): Line[] {
  const disk: Line = [
    seg(`smallest disk ${formatMiB(plan.smallestMainMiB)}`),
    seg(plan.freeMiB > 0 ? ` · ${formatMiB(plan.freeMiB)} free` : '', 'dim'),
  ];
  const joined: Line = [...disk, seg(' · '), ...memoryLine(state)];
  return lineWidth(joined) <= width ? [joined] : [disk, cutLine(memoryLine(state), width)];
}
