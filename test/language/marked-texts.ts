import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { packageFile } from '../../src/base/fs/package-file.js';

/** A text that a person is shown, in the source without a mark. */
export interface UnmarkedText {
  /** Below src. */
  file: string;
  line: number;
  text: string;
}

/** What failures say, and what programs are for, which they say too. */
const properties = new Set(['message', 'problem', 'purpose', 'remedy', 'what', 'why']);

/** Functions that get such a text, with the places of it among their arguments. */
const parameters: Readonly<Record<string, readonly number[]>> = {
  addError: [1, 2],
  badFindings: [1],
  copyFromTree: [1],
  errorAt: [1, 2],
  errorIn: [1, 2],
  queryPackages: [4],
  requireRights: [0],
  shell: [1],
  shellFile: [1],
  shellFileIn: [2],
  shellIn: [2],
  status: [0],
  warningAt: [1, 2],
  warningIn: [1, 2],
};

/** Errors whose message becomes a part of a failure. */
const errors = new Set([
  'CompsError',
  'FetchError',
  'LockFormError',
  'MetalinkError',
  'SourceError',
  'UnreadableFile',
]);

/** Files that speak English only: the commands of a shell, and the power-cut lab. */
const english = /^(cli\.ts|commands\/|powercut\/)/;

export function unmarkedTexts(): UnmarkedText[] {
  const root = packageFile('src');
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
    (file) => /\.tsx?$/.test(file) && !english.test(file),
  );
  return files.sort().flatMap((file) => unmarkedIn(file, readFileSync(path.join(root, file), 'utf8')));
}

export function unmarkedIn(file: string, source: string): UnmarkedText[] {
  const parsed = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true);
  const found: UnmarkedText[] = [];
  const judge = (value: ts.Expression): void => {
    for (const text of wholesOf(value).filter(hasWords)) {
      const line = parsed.getLineAndCharacterOfPosition(text.getStart()).line + 1;
      found.push({ file, line, text: text.getText() });
    }
  };
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAssignment(node) && properties.has(node.name.getText())) judge(node.initializer);
    if (ts.isCallExpression(node)) {
      const places = Object.hasOwn(parameters, nameOf(node.expression))
        ? (parameters[nameOf(node.expression)] as readonly number[])
        : [];
      for (const place of places) {
        const value = node.arguments[place];
        if (value !== undefined) judge(value);
      }
    }
    if (ts.isNewExpression(node) && errors.has(node.expression.getText())) node.arguments?.forEach(judge);
    ts.forEachChild(node, visit);
  };
  visit(parsed);
  return found;
}

/** `status` of `ctx.progress.status(...)`. */
function nameOf(called: ts.Expression): string {
  return ts.isPropertyAccessExpression(called) ? called.name.text : called.getText();
}

/** The texts that an expression may come to, without those that are values within another. */
function wholesOf(value: ts.Expression): ts.Expression[] {
  if (ts.isParenthesizedExpression(value)) return wholesOf(value.expression);
  if (ts.isConditionalExpression(value)) return [value.whenTrue, value.whenFalse].flatMap(wholesOf);
  if (ts.isArrowFunction(value) && !ts.isBlock(value.body)) return wholesOf(value.body);
  if (ts.isBinaryExpression(value)) return [value.left, value.right].flatMap(wholesOf);
  return ts.isStringLiteral(value) || ts.isTemplateLiteral(value) ? [value] : [];
}

/** More than a name, a path or a value. */
function hasWords(text: ts.Expression): boolean {
  const said = ts.isTemplateExpression(text)
    ? [text.head, ...text.templateSpans.map(({ literal }) => literal)].map((part) => part.text).join(' ')
    : (text as ts.StringLiteral).text;
  return /[A-Za-z]{2,} [A-Za-z]|[A-Za-z]{2,}\.$|^[a-z]+ing\b/.test(said);
}
