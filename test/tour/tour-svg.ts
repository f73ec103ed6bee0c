import { places, rowSvg, screenSize, windowSvg } from '../pictures/svg.js';
import type { Frame } from './frames.js';

/** How long the last screen stands before the tour begins again. */
const lastMs = 6000;

/**
 * The screens as one picture that moves, without a script, as GitHub shows pictures: a strip of frames that CSS shifts.
 * Rows that several frames have are drawn once. Who wants no motion sees the last frame.
 */
export function tourSvg(frames: readonly Frame[], title: string): string {
  const { width, height } = screenSize(frames[0]?.cells ?? []);
  const rows = new Map<string, number>();
  const strip = frames.map(({ cells }, index) => {
    const uses = cells.flatMap((row, at) => {
      const drawn = rowSvg(row, 0);
      if (drawn === '') return [];
      const id = rows.get(drawn) ?? rows.size;
      rows.set(drawn, id);
      return [`<use href="#r${id}"${at === 0 ? '' : ` y="${at * places.rowHeight}"`}/>`];
    });
    return `<g${index === 0 ? '' : ` transform="translate(${index * width})"`}>${uses.join('')}</g>`;
  });
  const shift = (index: number) => `transform:translateX(${-index * width}px)`;
  const totalMs = (frames.at(-1)?.atMs ?? 0) + lastMs;
  const moments = frames.map(
    ({ atMs }, index) => `${percent(index === 0 ? 0 : atMs / totalMs)}{${shift(index)}}`,
  );
  const style = `@keyframes tour{${moments.join('')}100%{${shift(frames.length - 1)}}}
.film{animation:tour ${(totalMs / 1000).toFixed(1)}s step-end infinite}
@media(prefers-reduced-motion:reduce){.film{animation:none;${shift(frames.length - 1)}}}`;
  const defs = [...rows].map(([drawn, id]) => `<g id="r${id}">${drawn}</g>`);
  return windowSvg(
    { width, height },
    title,
    `<style>${style}</style>
<defs>${defs.join('\n')}</defs>
<svg aria-hidden="true" y="${places.bar}" width="${width}" height="${height - places.bar}"><g class="film">
${strip.join('\n')}
</g></svg>`,
  );
}

function percent(share: number): string {
  return `${(share * 100).toFixed(3)}%`;
}
