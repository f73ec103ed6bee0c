/** Names of the one group and the one environment on the medium. */
export const comps = { environment: 'tfr-environment', group: 'tfr' } as const;

/**
 * comps.xml for createrepo_c: an environment of one group that lists exactly the packages. Anaconda finds an
 * environment by its id (`@^ID` in %packages), and needs one when it is not told a list.
 */
export function compsXml(names: readonly string[]): string {
  const packages = [...new Set(names)].sort();
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<!DOCTYPE comps PUBLIC "-//Red Hat, Inc.//DTD Comps info//EN" "comps.dtd">',
    '<comps>',
    '  <group>',
    `    <id>${comps.group}</id>`,
    '    <name>The image</name>',
    '    <description>Exactly the packages of rpms.lock</description>',
    '    <default>true</default>',
    '    <uservisible>true</uservisible>',
    '    <packagelist>',
    ...packages.map((name) => `      <packagereq type="mandatory">${name}</packagereq>`),
    '    </packagelist>',
    '  </group>',
    '  <environment>',
    `    <id>${comps.environment}</id>`,
    '    <name>The image</name>',
    '    <description>Exactly the packages of rpms.lock</description>',
    '    <display_order>1</display_order>',
    '    <grouplist>',
    `      <groupid>${comps.group}</groupid>`,
    '    </grouplist>',
    '  </environment>',
    '</comps>',
    '',
  ].join('\n');
}
