import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { packageFile } from '../../src/base/fs/package-file.js';
import { anchorsOf, linksOf } from './markdown.js';

const root = path.dirname(packageFile('package.json'));
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');
const pages = [root, path.join(root, 'docs')].flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.md'))
    .map((name) => path.relative(root, path.join(folder, name))),
);

/** What is wrong with a relative link of a page, or null. */
function wrongLink(page: string, link: string): string | null {
  if (/^[a-z]+:/i.test(link)) return null;
  const [name = '', anchor] = link.split('#');
  const target = path.posix.join(path.posix.dirname(page), name);
  const file = name === '' ? page : target;
  if (!existsSync(path.join(root, file))) return `${page}: ${link}: there is no such file`;
  if (anchor === undefined || anchorsOf(read(file)).includes(anchor)) return null;
  return `${page}: ${link}: ${file} has no such heading`;
}

test('every relative link leads to a file and a heading', () => {
  const links = pages.flatMap((page) => linksOf(read(page)).map((link) => ({ page, link })));
  assert.ok(pages.length > 10 && links.length > 40, `${links.length} links in ${pages.length} pages`);
  assert.deepEqual(
    links.flatMap(({ page, link }) => wrongLink(page, link) ?? []),
    [],
  );
});

test('every page of the manual is in its index, and the README links to the index', () => {
  const index = linksOf(read('docs/README.md'));
  const manual = readdirSync(path.join(root, 'docs')).filter(
    (name) => /\.md$/.test(name) && name !== 'README.md',
  );
  assert.deepEqual(
    manual.filter((name) => !index.includes(name)),
    [],
  );
  assert.ok(linksOf(read('README.md')).includes('docs/README.md'));
});

test('every picture is shown in a page', () => {
  const shown = pages.flatMap((page) =>
    linksOf(read(page)).map((link) => path.posix.join(path.posix.dirname(page), link)),
  );
  const pictures = readdirSync(path.join(root, 'docs/pictures')).map((name) => `docs/pictures/${name}`);
  assert.ok(pictures.length > 0);
  assert.deepEqual(
    pictures.filter((picture) => !shown.includes(picture)),
    [],
  );
});

test('the README is short', () => {
  const words = read('README.md').trim().split(/\s+/).length;
  assert.ok(words <= 1400, `${words} words`);
});

test('links and anchors are read as GitHub shows them', () => {
  const page =
    '# One `two`\n[a](b.md#c) `[no](x.md)`\n```\n[no](y.md)\n# no\n```\n## What is *kept*?\n## What is kept\n![p](q.svg)\n';
  assert.deepEqual(linksOf(page), ['b.md#c', 'q.svg']);
  assert.deepEqual(anchorsOf(page), ['one-two', 'what-is-kept', 'what-is-kept-1']);
  assert.match(wrongLink('docs/README.md', 'nowhere.md') ?? '', /no such file/);
  assert.match(wrongLink('docs/README.md', '../README.md#nowhere') ?? '', /no such heading/);
});
