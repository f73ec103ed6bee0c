import { lsblkCommand } from '../../project/devices.js';
import { formatMiB } from '../../spec/sizes.js';
import { leftOutText } from '../disk-choice.js';
import { packageSets, setState } from '../packages/sets.js';
import type { Overlay, WizardState } from '../state.js';
import type { EditedText } from '../text-edit.js';
import { type Body, cutLine, type Line, padText, paragraph, seg, widthOf } from './lines.js';
import { replaceBody } from './replace-body.js';
import type { Symbols } from './symbols.js';
import { textAround } from './typed-text.js';

/** A question that lies over the screen. */
export function overlayBody(
  state: WizardState,
  overlay: Exclude<Overlay, { kind: 'help' | 'doctor' }>,
  width: number,
  symbols: Symbols,
): Body {
  switch (overlay.kind) {
    case 'leave':
      return question(width, 'Leave the wizard?', [
        'What you chose is kept: start it in this folder again and choose Continue.',
        'Ctrl-C once more leaves too.',
      ]);
    case 'save':
      return input(width, symbols, 'Save as preset', overlay.name, [
        overlay.exists
          ? 'There is a preset of that name: Enter replaces it.'
          : 'Everything that is on the review but the cache folder. Load it in any folder from the start screen or with --preset NAME.',
      ]);
    case 'disks':
      return input(width, symbols, 'Read disks from lsblk', overlay.source, [
        `Enter with an empty line reads the disks of this machine. Or name a file with the output of \`${lsblkCommand}\` from the device, or paste that output here.`,
      ]);
    case 'pick':
      return pickBody(overlay, width, symbols);
    case 'replace':
      return replaceBody(state, overlay, width);
    case 'sets':
      return setsBody(state, overlay.index, width, symbols);
  }
}

function question(width: number, title: string, texts: readonly string[]): Body {
  const lines: Line[] = [
    [],
    [seg(title, 'strong')],
    [],
    ...texts.flatMap((text) => paragraph(text, width, 'plain')),
  ];
  return { lines, focus: 0, caret: null, foot: [] };
}

function input(
  width: number,
  symbols: Symbols,
  title: string,
  typed: EditedText,
  texts: readonly string[],
): Body {
  const { shown, column } = textAround(typed, width - 2);
  const lines: Line[] = [
    [],
    [seg(title, 'strong')],
    [],
    [seg(`${symbols.pointer} `, 'accent'), seg(shown, 'focus')],
    [],
    ...texts.flatMap((one) => paragraph(one, width, 'dim')),
  ];
  return { lines, focus: 3, caret: { line: 3, column: 2 + column }, foot: [] };
}

function pickBody(
  { disks, leftOut, chosen, index, memoryMiB }: Extract<Overlay, { kind: 'pick' }>,
  width: number,
  symbols: Symbols,
): Body {
  const nameWidth = Math.max(...disks.map(({ name }) => widthOf(name)));
  const lines = disks.map(({ name, sizeMiB, sectorSize, model, serial }, at): Line => {
    const place = chosen.indexOf(name);
    const isFocused = at === index;
    const about = [
      formatMiB(sizeMiB),
      ...(sectorSize === 512 ? [] : [`${sectorSize}-byte sectors`]),
      model,
      serial,
    ];
    return cutLine(
      [
        seg(`${isFocused ? symbols.pointer : ' '} `, 'accent'),
        seg(`${place < 0 ? symbols.off : symbols.on} `, place < 0 ? 'dim' : 'warn'),
        seg(padText(name, nameWidth), isFocused ? 'focus' : 'plain'),
        seg(place < 0 ? '' : place === 0 ? '  main disk' : '  chosen', 'warn'),
        seg(`  ${about.filter((text) => text !== '').join(' · ')}`, 'dim'),
      ],
      width,
    );
  });
  const memory = memoryMiB === null ? '' : ` The memory is set to ${formatMiB(memoryMiB)}.`;
  const text = `${symbols.warning} The installer wipes every disk that is chosen; the first one chosen becomes the main disk.${memory}`;
  const foot = [
    ...paragraph(text, width, 'warn', 3),
    ...(leftOut.length === 0 ? [] : paragraph(leftOutText(leftOut), width, 'dim', 3)),
  ];
  return { lines, focus: index, caret: null, foot };
}

function setsBody(state: WizardState, index: number, width: number, symbols: Symbols): Body {
  const names = state.spec.packages ?? [];
  const titleWidth = Math.max(...packageSets.map(({ title }) => widthOf(title)));
  const lines = packageSets.map((set, at): Line => {
    const how = setState(set, names);
    const sign = how === 'whole' ? symbols.on : how === 'part' ? symbols.kept : symbols.off;
    const isFocused = at === index;
    return [
      seg(`${isFocused ? symbols.pointer : ' '} `, 'accent'),
      seg(`${sign} `, how === 'whole' ? 'good' : how === 'part' ? 'warn' : 'dim'),
      seg(padText(set.title, titleWidth), isFocused ? 'focus' : 'plain'),
      seg(`  ${set.packages.length} packages${how === 'part' ? ', some of them chosen' : ''}`, 'dim'),
    ];
  });
  const set = packageSets[index];
  const foot =
    set === undefined
      ? []
      : [...paragraph(set.purpose, width, 'plain', 2), ...paragraph(set.packages.join(' '), width, 'dim', 4)];
  return { lines, focus: index, caret: null, foot };
}
