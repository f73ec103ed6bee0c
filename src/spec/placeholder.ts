/** Forms of placeholders of templates, and what shows them: anywhere in a text, or as the whole of it. */
const forms: readonly [form: string, pattern: RegExp][] = [
  // Shell, Terraform, Packer, cloud-init.
  ['${...}', /\$\{[^}]*\}/],
  ['$(...)', /\$\([^)]*\)/],
  // Cobbler.
  ['$NAME(...)', /\$[A-Za-z_]\w*\([^)]*\)/],
  ['$NAME', /^\$[A-Za-z_]\w*$/],
  // Jinja, Go, Mustache, Helm.
  ['{{...}}', /\{\{.*?\}\}/],
  ['{%...%}', /\{%.*?%\}/],
  ['<%...%>', /<%.*?%>/],
  ['[%...%]', /\[%.*?%\]/],
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
  return forms.find(([, pattern]) => pattern.test(text))?.[0] ?? null;
}
