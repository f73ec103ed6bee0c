/** What the lists are made from: files of tzdata, glibc, xkeyboard-config and kbd, whole. */
export interface ListSources {
  /** Each country with its zones, and each zone with its countries. */
  zoneTab: string;
  zone1970Tab: string;
  /** All zones, and other names of them. */
  tzdataZi: string;
  /** `NAME CHARSET` a line. */
  supported: string;
  baseXml: string;
  /** Names of layouts that ckbcomp makes keymaps of with which ASCII can be typed: `de`, `de-nodeadkeys`. */
  asciiLayouts: ReadonlySet<string>;
  /** Paths of kbd's own keymaps, below `data/keymaps`: `i386/qwertz/de.map`. */
  kbdMaps: readonly string[];
}

/** `NAME CODES COMMENT`, `NAME >OTHER` for another name, or `NAME`. */
export function timeZoneEntries({ zoneTab, zone1970Tab, tzdataZi }: ListSources): string[] {
  const codes = new Map<string, Set<string>>();
  const comments = new Map<string, string>();
  for (const [countries = '', , name = '', comment] of [...rowsOf(zoneTab), ...rowsOf(zone1970Tab)]) {
    const known = codes.get(name) ?? new Set();
    for (const code of countries.split(',')) known.add(code);
    codes.set(name, known);
    if (comment !== undefined && !comments.has(name)) comments.set(name, comment);
  }
  const entries = new Map<string, string>();
  for (const line of tzdataZi.split('\n')) {
    const [kind, first = '', second = ''] = line.split(' ');
    if (kind === 'Z' && first !== 'Factory') entries.set(first, first);
    // The first name of all zones that are UTC is `UTC`.
    else if (kind === 'L') entries.set(second, second === 'UTC' ? second : `${second} >${first}`);
  }
  for (const [name, countries] of codes)
    entries.set(name, [name, [...countries].join(','), comments.get(name) ?? ''].join(' ').trim());
  return sorted(entries);
}

/** `NAME`, or `NAME CHARSET` where the name does not say it. */
export function localeEntries({ supported }: ListSources): string[] {
  const entries = new Map<string, string>();
  for (const line of supported.split('\n')) {
    const [name = '', charset = ''] = line.trim().split(/\s+/);
    if (name === '' || name.startsWith('#')) continue;
    entries.set(name, name.includes(`.${charset}`) ? name : `${name} ${charset}`);
  }
  return sorted(entries);
}

/** What Fedora calls kbd's keymaps otherwise, and adds (kbd.spec); and maps that kbd has since version 2.8. */
const renamed: Readonly<Record<string, string>> = {
  'fgGIod/trf': 'trf-fgGIod',
  'olpc/es': 'es-olpc',
  'olpc/pt': 'pt-olpc',
  'qwerty/cz': 'cz-qwerty',
};
const added = ['ara', 'fr-afnor', 'fr-latin0', 'fr-old', 'ge', 'ko', 'pt', 'se-latin1', 'sr-latin'];
const removed = ['ro_win'];

/** `NAME DESCRIPTION`: layouts of xkeyboard-config, and kbd's own maps for the keyboards of PCs. */
export function keymapEntries({ baseXml, asciiLayouts, kbdMaps }: ListSources): string[] {
  const entries = new Map<string, string>();
  for (const file of kbdMaps) {
    const [, family = '', base = ''] = /^i386\/([^/]+)\/([^/]+)\.map$/.exec(file) ?? [];
    if (base === '' || family === 'include' || removed.includes(base)) continue;
    const name = renamed[`${family}/${base}`] ?? base;
    entries.set(name, `${name} (${family})`);
  }
  for (const name of added) if (!entries.has(name)) entries.set(name, name);
  for (const { name, description } of layoutsOf(baseXml))
    if (asciiLayouts.has(name)) entries.set(name, `${name} ${description}`);
  return sorted(entries);
}

/** Layouts and their variants, under the names that Fedora gives to their keymaps. */
export function layoutsOf(baseXml: string): { name: string; description: string }[] {
  const list = /<layoutList>([\s\S]*)<\/layoutList>/.exec(baseXml)?.[1] ?? '';
  return [...list.matchAll(/<layout>([\s\S]*?)<\/layout>/g)].flatMap(([, layout = '']) => {
    const items = [...layout.matchAll(/<configItem[^>]*>([\s\S]*?)<\/configItem>/g)].map(([, item = '']) => ({
      name: contentOf(item, 'name'),
      description: contentOf(item, 'description'),
    }));
    const [first] = items;
    return items.map((item) => (item === first ? item : { ...item, name: `${first?.name}-${item.name}` }));
  });
}

/** Most columns of a line of the files that hold the lists. */
const widest = 110;

/** The text of a file of the repository that holds a list. */
export function listFile(constant: string, about: string, entries: readonly string[]): string {
  const lines: string[] = [];
  for (const entry of entries) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + entry.length + 3 <= widest)
      lines[lines.length - 1] = `${last} | ${entry}`;
    else {
      if (last !== undefined) lines[lines.length - 1] = `${last} |`;
      lines.push(entry);
    }
  }
  const comment = `/**\n * ${about}\n * Written by \`npm run refresh-lists\`.\n */`;
  return `${comment}\nexport const ${constant} = \`\n${lines.join('\n')}\n\`;\n`;
}

function rowsOf(tab: string): string[][] {
  return tab
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split('\t'));
}

function contentOf(xml: string, element: string): string {
  const text = new RegExp(`<${element}>([^<]*)</${element}>`).exec(xml)?.[1] ?? '';
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&').trim();
}

function sorted(entries: ReadonlyMap<string, string>): string[] {
  return [...entries].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => entry);
}
