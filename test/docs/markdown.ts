/** Lines of a page that are text, not code between fences. */
function textLines(page: string): string[] {
  let fence: string | null = null;
  return page.split('\n').filter((line) => {
    const mark = /^\s*(`{3,}|~{3,})/.exec(line)?.[1];
    if (mark === undefined) return fence === null;
    if (fence === null) fence = mark;
    else if (mark.startsWith(fence)) fence = null;
    return false;
  });
}

/** Where the links and pictures of a page lead: what stands in the brackets, in their order. */
export function linksOf(page: string): string[] {
  const text = textLines(page)
    .join('\n')
    .replace(/`[^`\n]*`/g, '');
  return [...text.matchAll(/\]\(([^)\s]+)\)|<(?:img|a) [^>]*(?:src|href)="([^"]+)"/g)].map(
    ([, link, attribute]) => link ?? attribute ?? '',
  );
}

/** Anchors that GitHub gives to the headings of a page: lower case, no punctuation, `-1` for a second one. */
export function anchorsOf(page: string): string[] {
  const seen = new Map<string, number>();
  return textLines(page)
    .flatMap((line) => /^#{1,6} +(.+?)\s*#*$/.exec(line)?.[1] ?? [])
    .map((heading) => {
      const anchor = heading
        .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
        .toLowerCase()
        .replace(/[^\p{L}\p{N} _-]/gu, '')
        .replaceAll(' ', '-');
      const count = seen.get(anchor) ?? 0;
      seen.set(anchor, count + 1);
      return count === 0 ? anchor : `${anchor}-${count}`;
    });
}
