import { t } from '../../base/language/texts.js';
import { defaultSpec } from '../defaults.js';
import { langpackOf } from '../fields/locale.js';
import type { ImageSpec } from '../image-spec.js';
import type { RequiredPackage } from './required-packages.js';

/** A package that brings what a setting names. */
export interface SettingPackage extends RequiredPackage {
  /** Field of the setting. */
  path: string;
  /** Whether it is what a project has that says nothing: the device can do without, in C and in plain ASCII. */
  isDefault: boolean;
}

/** Packages that bring the locales, the keymap and the time zone of a spec. */
export function settingPackages({ system }: Pick<ImageSpec, 'system'>): SettingPackage[] {
  const { languages, keymap, timezone } = system;
  return [
    ...languages.flatMap((language, index) => {
      const langpack = langpackOf(language);
      return langpack === null
        ? []
        : [
            {
              anyOf: [langpack, 'glibc-all-langpacks'],
              broughtBy: ['langpacks-core', 'langpacks'].map((front) =>
                langpack.replace('glibc-langpack', front),
              ),
              isNeverBrought: true as const,
              reason: t`it brings the locale \`${language}\``,
              path: `system.languages[${index}]`,
              isDefault: isDefaultLanguage(language),
            },
          ];
    }),
    // The kernel has the keymap `us` itself.
    ...(keymap === 'us'
      ? []
      : [
          {
            anyOf: ['kbd'],
            reason: t`it brings the keymap \`${keymap}\``,
            path: 'system.keymap',
            isDefault: false,
          },
        ]),
    ...(timezone === 'UTC'
      ? []
      : [
          {
            anyOf: ['tzdata'],
            reason: t`it brings the time zone \`${timezone}\``,
            path: 'system.timezone',
            isDefault: false,
          },
        ]),
  ];
}

/** Those of them that a list of packages lacks, dependencies included. */
export function missingSettingPackages(
  names: Iterable<string>,
  spec: Pick<ImageSpec, 'system'>,
): SettingPackage[] {
  const present = new Set(names);
  return settingPackages(spec).filter(({ anyOf }) => !anyOf.some((name) => present.has(name)));
}

/** Whether a language is the one that a project has which names none. */
export function isDefaultLanguage(language: string): boolean {
  return defaultSpec().system.languages.includes(language);
}
