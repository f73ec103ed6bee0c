import assert from 'node:assert/strict';
import { test } from 'node:test';
import { castText, parseCast } from './cast.js';
import { framesOf } from './frames.js';
import { compressed } from './timeline.js';
import { tourSvg } from './tour-svg.js';

const at = (...times: number[]) => times.map((atMs) => ({ atMs, text: `${atMs} ` }));
const times = (events: readonly { atMs: number }[]) => events.map(({ atMs }) => atMs);

test('a recording begins at once, and no pause is longer than it may be', () => {
  assert.deepEqual(times(compressed(at(500, 600, 9600, 9700), [], 1000)), [0, 100, 1100, 1200]);
});

test('a span is run through in its time, and what is quicker anyhow is left alone', () => {
  const events = at(0, 1000, 11_000, 21_000, 22_000);
  const span = { fromMs: 1000, toMs: 21_000, mostMs: 2000 };
  assert.deepEqual(times(compressed(events, [span], 5000)), [0, 1000, 2000, 3000, 4000]);
  assert.deepEqual(times(compressed(events, [{ ...span, mostMs: 60_000 }], 60_000)), times(events));
  assert.deepEqual(
    times(compressed(at(0, 4000), [{ fromMs: 1000, toMs: 3000, mostMs: 0 }], 9000)),
    [0, 2000],
  );
});

test('a cast is read as it was written', () => {
  const cast = { columns: 80, rows: 24, title: 'x', events: at(0, 5, 1234) };
  assert.deepEqual(parseCast(castText(cast)), cast);
  assert.match(castText(cast), /^\{"version":2,"width":80,"height":24,.*\}\n\[0,"o","0 "\]\n/);
});

test('the picture has a frame for each screen that stands, a row that stays once, and no script', async () => {
  const events = [
    { atMs: 0, text: 'first row\r\n' },
    { atMs: 10, text: 'ha' },
    { atMs: 20, text: 'lf\r\n' },
    { atMs: 1000, text: 'third \u001b[32m<&>\u001b[0m' },
    { atMs: 2000, text: '\u001b[0m' },
  ];
  const frames = await framesOf({ columns: 40, rows: 5, title: 'x', events }, 100);
  assert.deepEqual(times(frames), [20, 1000]);
  const svg = tourSvg(frames, 'a "tour"');
  assert.equal(svg.match(/first row/g)?.length, 1);
  assert.match(svg, /&lt;&amp;&gt;/);
  assert.match(svg, /@keyframes tour\{0\.000%\{.*\}100%\{transform:translateX\(-368px\)\}\}/);
  assert.match(svg, /prefers-reduced-motion/);
  assert.doesNotMatch(svg, /<script|javascript:|<foreignObject|\bhref="(?!#)|url\(/i);
});
