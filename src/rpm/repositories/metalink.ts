import { SaxesParser } from 'saxes';
import { t } from '../../base/language/texts.js';

/** A text that is not a metalink, or one without mirrors. `message` is a sentence. */
export class MetalinkError extends Error {}

/**
 * Base URLs that a metalink names for a repository, https first, then by the metalink's preference. Form: mirrormanager's,
 * `<url protocol="https" preference="99">.../repodata/repomd.xml</url>`. rsync and ftp are left out.
 * @throws MetalinkError
 */
export function metalinkMirrors(xml: string): string[] {
  return [...new Set(mirrorsOf(readMetalink(xml)).map(({ base }) => base))];
}

/**
 * The same metalink with its mirrors in that order, and no others: librepo, which libdnf reads it with, tries them as
 * they stand. What it says of repomd.xml, alternates too, stays as it is.
 * @throws MetalinkError
 */
export function orderedMetalink(xml: string): string {
  const metalink = readMetalink(xml);
  const parts: string[] = [];
  let at = 0;
  for (const { start, end } of metalink.urls) {
    parts.push(xml.slice(at, start));
    at = end;
  }
  const ordered = mirrorsOf(metalink).map(({ start, end }) => xml.slice(start, end));
  // Each url lies before the end of the resources that it is in.
  parts.push(
    xml.slice(at, metalink.resourcesEnd),
    `${ordered.join('\n')}\n`,
    xml.slice(metalink.resourcesEnd),
  );
  return parts.join('');
}

interface UrlElement {
  /** Where it begins and ends in the text. */
  start: number;
  end: number;
  url: string;
  preference: number;
}

interface Metalink {
  urls: UrlElement[];
  /** Where the end tag of the last resources begins. */
  resourcesEnd: number;
}

function readMetalink(xml: string): Metalink {
  const parser = new SaxesParser();
  const open: string[] = [];
  const urls: UrlElement[] = [];
  let url: UrlElement | null = null;
  let resourcesEnd: number | null = null;
  // A start tag, an end tag and an attribute hold no other "<".
  const tagStart = () => xml.lastIndexOf('<', parser.position - 1);
  parser.on('opentag', ({ name, attributes }) => {
    if (open.length === 0 && name !== 'metalink') throw new MetalinkError(t`It is not a metalink.`);
    if (name === 'url' && open.at(-1) === 'resources') {
      const preference = Number(attributes.preference ?? 0) || 0;
      url = { start: tagStart(), end: 0, url: '', preference };
    }
    open.push(name);
  });
  const addText = (text: string) => {
    if (url !== null && open.at(-1) === 'url') url.url += text;
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('closetag', ({ name }) => {
    open.pop();
    if (name === 'resources') resourcesEnd = tagStart();
    if (url === null || name !== 'url') return;
    urls.push({ ...url, end: parser.position });
    url = null;
  });
  parser.on('error', ({ message }) => {
    throw new MetalinkError(t`It is not well-formed XML (${message}).`);
  });
  parser.write(xml).close();
  if (resourcesEnd === null || mirrorsOf({ urls }).length === 0)
    throw new MetalinkError(t`It names no mirror with http or https.`);
  return { urls, resourcesEnd };
}

/** Mirrors as they are to be tried. */
function mirrorsOf({ urls }: Pick<Metalink, 'urls'>): (UrlElement & { base: string })[] {
  const mirrors = urls.flatMap((element) => {
    const match = /^(https?):\/\/\S+(?=\/repodata\/repomd\.xml$)/.exec(element.url.trim());
    return match === null ? [] : [{ ...element, base: match[0], isSecure: match[1] === 'https' }];
  });
  return mirrors.sort((a, b) => Number(b.isSecure) - Number(a.isSecure) || b.preference - a.preference);
}
