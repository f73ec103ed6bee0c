/**
 * Base URLs that a metalink names for a repository, https first, then by the metalink's preference. Form: mirrormanager's,
 * `<url protocol="https" preference="99">.../repodata/repomd.xml</url>`. rsync and ftp are left out.
 */
export function metalinkMirrors(xml: string): string[] {
  return [...new Set(mirrorsIn(xml).map(({ base }) => base))];
}

/**
 * The same metalink with its mirrors in that order, and no others: librepo, which libdnf reads it with, tries them as
 * they stand. What it says of repomd.xml, alternates too, stays as it is.
 */
export function orderedMetalink(xml: string): string {
  const ordered = mirrorsIn(xml).map(({ element }) => element);
  const bare = xml.replace(urlElement, '');
  const end = bare.lastIndexOf('</resources>');
  return end < 0 ? xml : `${bare.slice(0, end)}${ordered.join('\n')}\n${bare.slice(end)}`;
}

const urlElement = /<url\b([^>]*)>\s*([^<\s]+)\s*<\/url>/g;

/** Mirrors as they are to be tried. */
function mirrorsIn(xml: string): { base: string; element: string }[] {
  const mirrors = [...xml.matchAll(urlElement)].flatMap(([element, attributes, text]) => {
    const match = /^(https?):\/\/\S+(?=\/repodata\/repomd\.xml$)/.exec(unescaped(text as string));
    if (match === null) return [];
    const preference = Number(/\bpreference="(\d+)"/.exec(attributes as string)?.[1] ?? 0);
    return [{ base: match[0], element, isSecure: match[1] === 'https', preference }];
  });
  return mirrors.sort((a, b) => Number(b.isSecure) - Number(a.isSecure) || b.preference - a.preference);
}

/**
 * Base URLs of a plain mirror list, in its order: one a line, `#` begins a comment. A server may answer with a
 * metalink just as well, as Fedora's does.
 */
export function listedMirrors(text: string): string[] {
  if (text.includes('<metalink')) return metalinkMirrors(text);
  const lines = text.split('\n').map((line) => line.trim().replace(/\/+$/, ''));
  return [...new Set(lines.filter((line) => /^(https?|file):\/\/\S+$/.test(line)))];
}

function unescaped(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}
