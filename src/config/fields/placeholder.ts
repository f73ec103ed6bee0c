/** Forms of placeholders of templates that stand anywhere in a text, by how they begin and end. */
const spans: readonly [form: string, begin: RegExp, end: string][] = [
  // Shell, Terraform, Packer, cloud-init.
  ['${...}', /\$\{/, '}'],
  ['$(...)', /\$\(/, ')'],
  // Cobbler.
  ['$NAME(...)', /\$[A-Za-z_]\w*\(/, ')'],
  // Jinja, Go, Mustache, Helm.
  ['{{...}}', /\{\{/, '}}'],
  ['{%...%}', /\{%/, '%}'],
  ['<%...%>', /<%/, '%>'],
  ['[%...%]', /\[%/, '%]'],
];

/** Others, and what shows them: anywhere in a text, or as the whole of it. */
const forms: readonly [form: string, pattern: RegExp][] = [
  ['$NAME', /^\$[A-Za-z_]\w*$/],
  ['@@...@@', /@@[A-Za-z_][\w.-]*@@/],
  // autoconf, meson.
  ['@...@', /^@[A-Za-z_][\w.-]*@$/],
  ['__...__', /__[A-Z][A-Z0-9_]*?__|^__[A-Za-z]\w*__$/],
  ['<...>', /^<[^<>]+>$/],
  // No byte of a URL that is written as `%C3`.
  ['%...%', /%[A-Z][A-Z_]{2}[A-Z0-9_]*%|^%[A-Za-z_]\w*%$/],
];

/**
 * The form of a template's placeholder that a text holds (`${...}`), or null. What was typed by hand into a password's
 * field need not be asked: somebody's password may look so.
 */
export function placeholderIn(text: string): string | null {
  const span = spans.find(([, begin, end]) => holdsSpan(text, begin, end));
  return (span ?? forms.find(([, pattern]) => pattern.test(text)))?.[0] ?? null;
}

/** Whether an end comes anywhere behind the first beginning; a pattern would look for it at each of them. */
function holdsSpan(text: string, begin: RegExp, end: string): boolean {
  const found = begin.exec(text);
  return found !== null && text.includes(end, found.index + found[0].length);
}
