import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { packageFile } from '../../src/base/fs/package-file.js';
import { hintKey } from '../../src/base/language/texts.js';
import { neededPrograms } from '../../src/engine/programs/programs.js';
import { keyTable } from '../../src/wizard/model/key-table.js';
import { shippedFacts } from '../wizard/shipped.js';

/** A text that is said somewhere, as its key in a catalogue. */
export interface SaidText {
  key: string;
  /** File below src, with its line. */
  place: string;
  /** Marked to be translated where it is shown. */
  isLater: boolean;
  /** Asked for where the module is loaded, at which no language is chosen yet. */
  isTooEarly: boolean;
}

/** Every text that the sources mark, in the order of the files, and those that stand in data. */
export function textsOfSource(): SaidText[] {
  const root = packageFile('src');
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) =>
    /\.tsx?$/.test(file),
  );
  return [...files.sort().flatMap((file) => textsOf(root, file)), ...ofData()];
}

function textsOf(root: string, file: string): SaidText[] {
  const source = readFileSync(path.join(root, file), 'utf8');
  if (!source.includes('language/texts.js') && !file.startsWith('base/language/')) return [];
  const parsed = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true);
  const found: SaidText[] = [];
  const visit = (node: ts.Node, isInFunction: boolean): void => {
    if (ts.isTaggedTemplateExpression(node) && ['t', 'later'].includes(node.tag.getText())) {
      const line = parsed.getLineAndCharacterOfPosition(node.getStart()).line + 1;
      const isLater = node.tag.getText() === 'later';
      found.push({
        key: isLater ? keyOf(node.template).trim() : keyOf(node.template),
        place: `${file}:${line}`,
        isLater,
        isTooEarly: !isLater && !isInFunction,
      });
    }
    ts.forEachChild(node, (child) => visit(child, isInFunction || ts.isFunctionLike(node)));
  };
  visit(parsed, false);
  return found;
}

function keyOf(template: ts.TemplateLiteral): string {
  if (ts.isNoSubstitutionTemplateLiteral(template)) return template.text;
  const { head, templateSpans } = template;
  return templateSpans.reduce((text, span, index) => `${text}{${index}}${span.literal.text}`, head.text);
}

/** What is translated where it is shown and stands in tables and files. */
function ofData(): SaidText[] {
  const keys = [
    ...keyTable.map(({ hint }) => hintKey(hint)),
    ...neededPrograms.map(({ use }) => use),
    ...['current', 'supported', 'ends soon', 'end of life', 'not yet released'],
    ...shippedFacts.flatMap(({ description }) => description.split('\n')),
  ];
  return keys.map((key) => ({ key, place: 'data', isLater: true, isTooEarly: false }));
}
