import { sentences, t, translated } from '../../../base/language/texts.js';
import { padText } from '../../../base/text/cut.js';
import { textWidth } from '../../../base/text/width.js';
import { siteTitle } from '../../../config/fields/key-person.js';
import { formatMiB } from '../../../config/fields/sizes.js';
import { lsblkCommand } from '../../../doctor/block-devices.js';
import { presetNameRule } from '../../../presets/preset-name.js';
import { leftOutText, namingText } from '../../model/disk-choice.js';
import type { Overlay, WizardState } from '../../model/state.js';
import type { EditedText } from '../../model/text-edit.js';
import { packageSets, setState } from '../../packages/sets.js';
import { flashBody, flashNameBody } from './flash-body.js';
import { type Body, cutLine, type Line, paragraph, seg } from './lines.js';
import { keysBody, listBody } from './pick-body.js';
import { replaceBody } from './replace-body.js';
import type { Symbols } from './symbols.js';
import { textAround } from './typed-text.js';

/** A question that lies over the screen. */
export function overlayBody(
  state: WizardState,
  overlay: Exclude<Overlay, { kind: 'help' | 'command' | 'doctor' | 'log' }>,
  width: number,
  symbols: Symbols,
): Body {
  switch (overlay.kind) {
    case 'leave':
      return question(width, t`Leave the wizard?`, [
        t`What you chose is kept: start it in this folder again and choose Continue.`,
        t`Ctrl-C once more leaves too.`,
      ]);
    case 'save':
      return input(width, symbols, t`Save as preset`, overlay.name, [
        overlay.exists
          ? t`A preset of that name exists: Enter replaces it.`
          : t`Saves all that the review shows except the cache folder. Load it in any folder from the start screen or with --preset NAME.`,
      ]);
    case 'rename':
      return input(width, symbols, t`Rename the preset ${overlay.preset}`, overlay.text, [
        translated(presetNameRule),
      ]);
    case 'describe':
      return input(width, symbols, t`What the preset ${overlay.preset} is for`, overlay.text, [
        t`Stands beside its name on the start screen, and in lists of presets.`,
      ]);
    case 'delete':
      return question(width, t`Delete the preset ${overlay.preset}?`, [
        t`It is taken out of the list. Its file is kept beside the others, under a name that is told then.`,
      ]);
    case 'disks':
      return input(width, symbols, t`Read disks from lsblk`, overlay.source, [
        t`Enter with an empty line reads the disks of this machine. Or name a file with the output of \`${lsblkCommand}\` from the device, or paste that output here.`,
      ]);
    case 'pick':
      return pickBody(overlay, width, symbols);
    case 'flash':
      return flashBody(overlay, width, symbols);
    case 'flash-name':
      return flashNameBody(overlay, width, symbols);
    case 'replace':
      return replaceBody(state, overlay, width);
    case 'list':
      return listBody(state, overlay, width, symbols);
    case 'keys':
      return keysBody(state, overlay, width, symbols);
    case 'fetch':
      return question(width, t`Fetch ${overlay.url}?`, [
        t`This asks ${siteTitle(overlay.person)} for the public SSH keys of ${overlay.person.name}. They are checked, and added to the field.`,
      ]);
    case 'sets':
      return setsBody(state, overlay.index, width, symbols);
  }
}

function question(width: number, title: string, texts: readonly string[]): Body {
  const lines: Line[] = [
    [],
    ...paragraph(title, width, 'strong'),
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
    ...texts.flatMap((one) => paragraph(one, width, 'plain')),
  ];
  return { lines, focus: 3, caret: { line: 3, column: 2 + column }, foot: [] };
}

function pickBody(picking: Extract<Overlay, { kind: 'pick' }>, width: number, symbols: Symbols): Body {
  const { disks, leftOut, chosen, index, memoryMiB } = picking;
  const nameWidth = Math.max(...disks.map(({ name }) => textWidth(name)));
  const lines = disks.map(({ name, sizeMiB, sectorSize, model, serial }, at): Line => {
    const place = chosen.indexOf(name);
    const isFocused = at === index;
    const about = [
      formatMiB(sizeMiB),
      ...(sectorSize === 512 ? [] : [t`${sectorSize}-byte sectors`]),
      model,
      serial,
    ];
    return cutLine(
      [
        seg(`${isFocused ? symbols.pointer : ' '} `, 'accent'),
        seg(`${place < 0 ? symbols.off : symbols.on} `, place < 0 ? 'faint' : 'warn'),
        seg(padText(name, nameWidth), isFocused ? 'focus' : 'plain'),
        seg(place < 0 ? '' : `  ${place === 0 ? t`main disk` : t`chosen`}`, 'warn'),
        seg(`  ${about.filter((text) => text !== '').join(' · ')}`, 'plain'),
      ],
      width,
    );
  });
  const memory = memoryMiB === null ? '' : t`The memory is set to ${formatMiB(memoryMiB)}.`;
  const wiped = t`The installer wipes every disk that is chosen; the first one chosen becomes the main disk.`;
  const text = `${symbols.warning} ${sentences(wiped, memory)}`;
  const foot = [
    ...paragraph(text, width, 'warn', 3),
    ...paragraph(namingText(picking), width, 'plain', 3),
    ...(leftOut.length === 0 ? [] : paragraph(leftOutText(leftOut), width, 'plain', 3)),
  ];
  return { lines, focus: index, caret: null, foot, rows: { from: 0, count: lines.length } };
}

function setsBody(state: WizardState, index: number, width: number, symbols: Symbols): Body {
  const names = state.spec.packages ?? [];
  const titleWidth = Math.max(...packageSets.map(({ title }) => textWidth(translated(title))));
  const lines = packageSets.map((set, at): Line => {
    const how = setState(set, names);
    const count = set.packages.length;
    const sign = how === 'whole' ? symbols.on : how === 'part' ? symbols.kept : symbols.off;
    const isFocused = at === index;
    return [
      seg(`${isFocused ? symbols.pointer : ' '} `, 'accent'),
      seg(`${sign} `, how === 'whole' ? 'good' : how === 'part' ? 'warn' : 'faint'),
      seg(padText(translated(set.title), titleWidth), isFocused ? 'focus' : 'plain'),
      seg(`  ${how === 'part' ? t`${count} packages, some of them chosen` : t`${count} packages`}`, 'plain'),
    ];
  });
  const set = packageSets[index];
  const foot =
    set === undefined
      ? []
      : [
          ...paragraph(translated(set.purpose), width, 'plain', 2),
          ...paragraph(set.packages.join(' '), width, 'plain', 4),
        ];
  return { lines, focus: index, caret: null, foot, rows: { from: 0, count: lines.length } };
}
