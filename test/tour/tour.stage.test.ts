import assert from 'node:assert/strict';
import test from 'node:test';
import { textOfSvg } from '../pictures/svg.js';
import { bundledProgram } from '../wizard/terminal/bundled-program.js';
import { castText, parseCast } from './cast.js';
import { framesOf } from './frames.js';
import { assertPublic } from './public-text.js';
import { recordWalk } from './story.js';
import { tourSvg } from './tour-svg.js';

test('a walk is recorded from the command on, and drawn as a picture that moves', {
  timeout: 300_000,
}, async () => {
  const text = castText(await recordWalk([process.execPath, bundledProgram()]));
  assertPublic(text);
  const cast = parseCast(text);
  assert.ok((cast.events.at(-1)?.atMs ?? 0) < 30_000);
  const frames = await framesOf(cast, 250);
  const screens = frames.map(({ cells }) =>
    cells.map((row) => row.map((cell) => cell.text).join('')).join('\n'),
  );
  assert.match(screens.find((screen) => screen.includes('npx')) ?? '', /^\$ n/);
  assert.ok(screens.some((screen) => screen.includes('Preset: minimal')));
  assert.match(screens.at(-1) ?? '', /Review .*7\/7/);
  const svg = tourSvg(frames, cast.title);
  assert.ok(textOfSvg(svg).includes('npxtmpfsroot-wizard'));
  assert.ok(svg.length < 150_000, `${svg.length} bytes`);
});
