/**
 * Base URLs that a metalink names for a repository, https first, then by the metalink's preference. Form: mirrormanager's,
 * `<url protocol="https" preference="99">.../repodata/repomd.xml</url>`. rsync and ftp are left out.
 */
export function metalinkMirrors(xml: string): string[] {
  const mirrors = [...xml.matchAll(/<url\b([^>]*)>\s*([^<\s]+)\s*<\/url>/g)].flatMap(
    ([, attributes, text]) => {
      const url = unescaped(text as string);
      const match = /^(https?):\/\/\S+(?=\/repodata\/repomd\.xml$)/.exec(url);
      if (match === null) return [];
      const preference = Number(/\bpreference="(\d+)"/.exec(attributes as string)?.[1] ?? 0);
      return [{ url: match[0], isSecure: match[1] === 'https', preference }];
    },
  );
  mirrors.sort((a, b) => Number(b.isSecure) - Number(a.isSecure) || b.preference - a.preference);
  return [...new Set(mirrors.map(({ url }) => url))];
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
