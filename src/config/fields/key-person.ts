import { t } from '../../base/language/texts.js';
/** A person whose public SSH keys a site shows to everybody. */
export interface KeyPerson {
  site: KeySite;
  name: string;
}

export type KeySite = 'gh' | 'gl';

/** Sites, with the names that a person can have there. */
const sites: Readonly<Record<KeySite, { title: string; host: string; names: RegExp }>> = {
  gh: { title: 'GitHub', host: 'https://github.com', names: /^[A-Za-z0-9][A-Za-z0-9-]{0,38}$/ },
  gl: { title: 'GitLab', host: 'https://gitlab.com', names: /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,254}$/ },
};

/** Where the sites are, for tests to put servers of their own there. */
export type KeyHosts = Readonly<Record<KeySite, string>>;

export const keyHosts: KeyHosts = { gh: sites.gh.host, gl: sites.gl.host };

/** What `gh:NAME` and `gl:NAME` mean; null for another text, a sentence for a name that nobody has. */
export function readPerson(text: string): KeyPerson | string | null {
  const [, site, name = ''] = /^(gh|gl):(.*)$/.exec(text.trim()) ?? [];
  if (site === undefined) return null;
  const person = { site: site as KeySite, name: name.trim() };
  const { title, names } = sites[person.site];
  if (person.name === '') return t`Type the name that the person has at ${title}: \`${site}:NAME\`.`;
  return names.test(person.name) ? person : t`\`${person.name.slice(0, 60)}\` is not a name at ${title}.`;
}

export function siteTitle({ site }: KeyPerson): string {
  return sites[site].title;
}

/** Where the keys of a person are. */
export function personUrl({ site, name }: KeyPerson, hosts: KeyHosts = keyHosts): string {
  return `${hosts[site]}/${name}.keys`;
}
