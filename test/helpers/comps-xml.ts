/** A package of a group: its name, or with a type other than mandatory. */
type Required = string | { name: string; type: string; requires?: string };

/** comps.xml as Fedora's repositories have it, with these groups and environments of group ids. */
export function compsXml(
  groups: Readonly<Record<string, readonly Required[]>>,
  environments: Readonly<Record<string, readonly string[]>> = {},
): string {
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<!DOCTYPE comps PUBLIC "-//Red Hat, Inc.//DTD Comps info//EN" "comps.dtd">',
    '<comps>',
    ...Object.entries(groups).map(([id, required]) =>
      [
        `  <group><id>${id}</id>${namesOf(id)}<description>For tests</description><packagelist>`,
        ...required.map(
          (one) => `    ${packagereq(typeof one === 'string' ? { name: one, type: 'mandatory' } : one)}`,
        ),
        '  </packagelist></group>',
      ].join('\n'),
    ),
    ...Object.entries(environments).map(
      ([id, ids]) =>
        `  <environment><id>${id}</id>${namesOf(id)}<grouplist>${ids
          .map((group) => `<groupid>${group}</groupid>`)
          .join(
            '',
          )}</grouplist><optionlist><groupid default="true">extra</groupid></optionlist></environment>`,
    ),
    '</comps>',
    '',
  ].join('\n');
}

function namesOf(id: string): string {
  return `<name>The ${id}</name><name xml:lang="de">Die ${id}</name>`;
}

function packagereq({ name, type, requires }: Exclude<Required, string>): string {
  const condition = requires === undefined ? '' : ` requires="${requires}"`;
  return `<packagereq type="${type}"${condition}>${name}</packagereq>`;
}
