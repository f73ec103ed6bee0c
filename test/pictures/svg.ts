import { type Cell, sameLook } from '../terminal/cells.js';

const cell = { width: 8.4, height: 18 };
const margin = 16;
const bar = 30;
const font = "ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono','Liberation Mono',monospace";

const paper = '#1b1f27';
const ink = '#d5dae2';
/** The sixteen colours of a terminal, readable on {@link paper}. */
const palette = [
  ...['#3b4252', '#f0717a', '#8ccf7e', '#e5c76b', '#67a8e8', '#c490e8', '#5cc8d6', '#d5dae2'],
  ...['#6b7482', '#ff8f96', '#a8e29b', '#f3d88b', '#8cc0f5', '#d9aef5', '#82dbe6', '#ffffff'],
];

/** Width and height in pixels of the picture of a screen, with its window. */
export function screenSize(cells: readonly (readonly Cell[])[]): { width: number; height: number } {
  const columns = Math.max(...cells.map((row) => row.length));
  return {
    width: Math.round(columns * cell.width + 2 * margin),
    height: Math.round(bar + cells.length * cell.height + margin),
  };
}

/** Pixels from the top of a window to its first row, and from row to row. */
export const places = { bar, rowHeight: cell.height };

/** A screen as a picture: a window with a title, every cell in its place and colour. */
export function screenSvg(cells: readonly (readonly Cell[])[], title: string): string {
  const rows = cells.map((row, index) => rowSvg(row, bar + index * cell.height));
  return windowSvg(screenSize(cells), title, rows.filter((row) => row !== '').join('\n'));
}

/** A window with a title around what is drawn in it. */
export function windowSvg(
  { width, height }: { width: number; height: number },
  title: string,
  content: string,
): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="${font}" font-size="14" role="img" aria-label="${escaped(title)}">
<rect width="${width}" height="${height}" rx="9" fill="${paper}"/>
<circle cx="20" cy="16" r="5" fill="#f0717a"/><circle cx="38" cy="16" r="5" fill="#e5c76b"/><circle cx="56" cy="16" r="5" fill="#8ccf7e"/>
<text x="${width / 2}" y="21" text-anchor="middle" fill="#8791a1" font-size="13">${escaped(title)}</text>
${content}
</svg>
`;
}

/** A row of cells, its top at `top` pixels; empty where nothing is to be seen. */
export function rowSvg(row: readonly Cell[], top: number): string {
  const runs: { from: number; cells: Cell[] }[] = [];
  row.forEach((one, column) => {
    const last = runs.at(-1);
    const [first] = last?.cells ?? [];
    if (last !== undefined && first !== undefined && sameLook(first, one)) last.cells.push(one);
    else runs.push({ from: column, cells: [one] });
  });
  return runs.map(({ from, cells }) => runSvg(from, cells, top)).join('');
}

function runSvg(from: number, cells: readonly Cell[], top: number): string {
  const [look] = cells;
  if (look === undefined) return '';
  const text = cells.map((one) => one.text).join('');
  const { front, back } = coloursOf(look);
  const x = margin + from * cell.width;
  const width = cells.length * cell.width;
  const ground =
    back === null
      ? ''
      : `<rect x="${round(x)}" y="${top}" width="${round(width)}" height="${cell.height}" fill="${back}"/>`;
  if (text.trim() === '') return ground;
  if (/^█+$/.test(text)) return `${ground}${block(x, top, width, front)}`;
  const lead = text.length - text.trimStart().length;
  const shown = text.trim();
  const style = [
    ` fill="${front}"`,
    look.bold ? ' font-weight="bold"' : '',
    look.dim ? ' opacity="0.62"' : '',
    look.underline ? ' text-decoration="underline"' : '',
  ].join('');
  const length = round([...shown].length * cell.width);
  // The length is given, so that a font of another width keeps the columns.
  return `${ground}<text x="${round(x + lead * cell.width)}" y="${top + 13}"${style} textLength="${length}" lengthAdjust="spacingAndGlyphs" xml:space="preserve">${escaped(shown)}</text>`;
}

/** Blocks are drawn, for those of fonts leave gaps. */
function block(x: number, top: number, width: number, fill: string): string {
  return `<rect x="${round(x)}" y="${top + 1}" width="${round(width)}" height="${cell.height - 2}" fill="${fill}"/>`;
}

function coloursOf(look: Cell): { front: string; back: string | null } {
  const front = colourOf(look.foreground);
  const back = colourOf(look.background);
  if (look.inverse) return { front: back ?? paper, back: front ?? ink };
  return { front: front ?? ink, back };
}

function colourOf(colour: Cell['foreground']): string | null {
  if (typeof colour !== 'number') return colour;
  return palette[colour] ?? ink;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** The text of a picture, to be compared with a screen: what is written in it, without blanks. */
export function textOfSvg(svg: string): string {
  return [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)]
    .map(([, text = '']) => text)
    .join('')
    .replace(/\s/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');
}
