import { SaxesParser, type SaxesTagPlain } from 'saxes';
import { t } from '../../base/language/texts.js';

/** A text that is not a comps file, or one that is out of all proportion. `message` is a sentence. */
export class CompsError extends Error {}

/** What a comps file says of the packages of a group; optional ones are left out. */
export interface CompsPackage {
  name: string;
  /** Taken only where this package is in the image too; null: always. */
  requires: string | null;
}

export interface CompsGroup {
  id: string;
  /** For people; the id where there is none. */
  name: string;
  packages: CompsPackage[];
}

/** Groups that make a kind of installation. */
export interface CompsEnvironment {
  id: string;
  name: string;
  /** Ids of its groups; those that can be chosen besides are left out, as dnf does. */
  groups: string[];
}

export interface Comps {
  groups: CompsGroup[];
  environments: CompsEnvironment[];
}

/** Elements within each other; Fedora's have 5. */
const mostDepth = 20;

/** Ids go into commands, names into packages.list: nothing else may come in with them. */
const idForm = /^[A-Za-z0-9][A-Za-z0-9_.+-]{0,99}$/;
const packageForm = /^[A-Za-z0-9_][A-Za-z0-9_.+-]{0,199}$/;

/** Characters of a group's name that are kept. */
const mostNameLetters = 60;

/**
 * Reads a comps file as Fedora's repositories have it. Groups without a usable id, and names that no package can have,
 * are left out; elements that are not known are passed over.
 * @throws CompsError
 */
export function readComps(xml: string): Comps {
  const parser = new SaxesParser();
  const comps: Comps = { groups: [], environments: [] };
  const open: SaxesTagPlain[] = [];
  let group: CompsGroup | null = null;
  let environment: CompsEnvironment | null = null;
  let text = '';
  parser.on('opentag', (tag) => {
    if (open.length === 0 && tag.name !== 'comps') throw new CompsError(t`It is not a comps file.`);
    if (open.length >= mostDepth) throw new CompsError(t`Its elements are nested too deeply.`);
    if (open.length === 1 && tag.name === 'group') group = { id: '', name: '', packages: [] };
    if (open.length === 1 && tag.name === 'environment') environment = { id: '', name: '', groups: [] };
    open.push(tag);
    text = '';
  });
  const addText = (more: string) => {
    text += more;
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('closetag', () => {
    const tag = open.pop() as SaxesTagPlain;
    const inside = open.at(-1)?.name ?? '';
    const told = { tag, inside, text: text.replaceAll(/[\s\p{C}]+/gu, ' ').trim() };
    text = '';
    if (group !== null) addToGroup(group, told);
    if (environment !== null) addToEnvironment(environment, told);
    if (open.length !== 1) return;
    if (group !== null && idForm.test(group.id)) comps.groups.push(named(group));
    if (environment !== null && idForm.test(environment.id)) comps.environments.push(named(environment));
    group = null;
    environment = null;
  });
  parser.on('error', ({ message }) => {
    throw new CompsError(t`It is not well-formed XML (${message}).`);
  });
  parser.write(xml).close();
  return comps;
}

interface Told {
  tag: SaxesTagPlain;
  /** Name of the element around it. */
  inside: string;
  text: string;
}

function addToGroup(group: CompsGroup, { tag, inside, text }: Told): void {
  if (inside === 'group') addIdentity(group, tag, text);
  if (inside !== 'packagelist' || tag.name !== 'packagereq' || !packageForm.test(text)) return;
  const type = attributeOf(tag, 'type') ?? 'mandatory';
  const requires = attributeOf(tag, 'requires') ?? '';
  if (type === 'mandatory' || type === 'default') group.packages.push({ name: text, requires: null });
  else if (type === 'conditional' && packageForm.test(requires))
    group.packages.push({ name: text, requires });
}

function addToEnvironment(environment: CompsEnvironment, { tag, inside, text }: Told): void {
  if (inside === 'environment') addIdentity(environment, tag, text);
  if (inside === 'grouplist' && tag.name === 'groupid' && idForm.test(text)) environment.groups.push(text);
}

function addIdentity(item: { id: string; name: string }, tag: SaxesTagPlain, text: string): void {
  if (tag.name === 'id') item.id = text;
  // Others are translations.
  if (tag.name === 'name' && attributeOf(tag, 'xml:lang') === null) item.name = text;
}

function named<Item extends { id: string; name: string }>(item: Item): Item {
  return { ...item, name: item.name === '' ? item.id : item.name.slice(0, mostNameLetters) };
}

function attributeOf(tag: SaxesTagPlain, name: string): string | null {
  return tag.attributes[name] ?? null;
}
