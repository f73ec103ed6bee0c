/** Comments that stand around a part of a page which a program writes. */
function markersOf(name: string): { from: string; to: string } {
  return { from: `<!-- ${name}: npm run tables -->`, to: `<!-- end of ${name} -->` };
}

/**
 * A page of Markdown with one generated part replaced.
 * @param name names the part in the comments around it
 * @throws Error when the page has no such comments.
 */
export function withPart(page: string, name: string, content: string): string {
  const { from, to } = markersOf(name);
  const [before, rest] = page.split(from);
  const after = rest?.split(to)[1];
  if (before === undefined || after === undefined) throw new Error(`The page lacks the line \`${from}\`.`);
  return `${before}${from}\n\n${content}\n\n${to}${after}`;
}
