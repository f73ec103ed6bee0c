import { errorAt, type Finding } from '../../base/finding.js';
import { sentences, t } from '../../base/language/texts.js';
import { didYouMean, nearest } from '../../base/nearest.js';
import { type LocaleName, langpackOf, normalCharset, parseLocale } from '../../config/fields/locale.js';
import { unitName } from '../../config/fields/unit-name.js';
import { isDefaultLanguage } from '../../config/releases/setting-packages.js';
import type { RootSpec } from '../../config/spec-parts.js';
import type { ImageContent } from './image-content.js';

/** How a package comes into the image. */
export const add = (name: string) =>
  t`Add the package \`${name}\` to the package list and run \`tmpfsroot-wizard lock\``;

/** Accounts that the image's useradd could not make. */
export function accountFindings(
  { system: { users, groups: made } }: RootSpec,
  content: Pick<ImageContent, 'users' | 'groups'>,
): Finding[] {
  const groups = new Set([
    ...content.groups,
    ...made.map(({ name }) => name),
    ...users.map(({ name }) => name),
  ]);
  return users.flatMap((user, index) => {
    const path = `system.users[${index}]`;
    const isThere = content.users.has(user.name);
    const hasGroup = content.groups.has(user.name) && user.gid === null;
    return [
      ...(isThere || hasGroup
        ? [
            errorAt(
              `${path}.name`,
              isThere
                ? t`A package of the image already has the user \`${user.name}\`.`
                : t`A package of the image already has the group \`${user.name}\`.`,
              t`Choose another name.`,
            ),
          ]
        : []),
      ...user.groups.flatMap((group, at) =>
        groups.has(group)
          ? []
          : [
              errorAt(
                `${path}.groups[${at}]`,
                t`The image has no group \`${group}\`.`,
                t`${didYouMean(group, groups)}Add the package that contains it, or create it: \`system.groups\`, or \`group --name=${group}\` in ks/ks.root.cfg.`,
              ),
            ],
      ),
    ];
  });
}

/** Units that are to be enabled, and that the image has not, or keeps from starting. */
export function unitFindings({ system: { services } }: RootSpec, content: ImageContent): Finding[] {
  return (['enabled', 'required'] as const).flatMap((wish) =>
    services[wish].flatMap((name, index) => {
      const path = `system.services.${wish}[${index}]`;
      const file = unitFile(name);
      if (content.masked.has(file)) {
        return [
          errorAt(
            path,
            t`The image masks the unit \`${name}\`: /etc/systemd/system/${file} is a link to /dev/null.`,
            t`Remove the link from root.override, or this unit from the settings.`,
          ),
        ];
      }
      if (content.units.has(file)) return [];
      return [
        errorAt(
          path,
          t`The image has no unit \`${unitName(name)}\`.`,
          t`${didYouMean(unitName(name), content.units)}Add the package that contains it, or put its file into root.override.`,
        ),
      ];
    }),
  );
}

/** Which of the units that are to be disabled are there, and a sentence for each that is not. */
export function disabledUnits(
  { system: { services } }: RootSpec,
  content: ImageContent,
): { there: string[]; warnings: string[] } {
  const isThere = (name: string) => content.units.has(unitFile(name));
  return {
    there: services.disabled.filter(isThere),
    warnings: services.disabled
      .filter((name) => !isThere(name))
      .map((name) =>
        sentences(
          t`The settings disable the unit \`${unitName(name)}\`, but the image has no such unit.`,
          didYouMean(unitName(name), content.units).trim(),
        ),
      ),
  };
}

/** Programs that accounts name. */
export function shellsOf({ system: { users } }: RootSpec): string[] {
  return users.flatMap(({ shell }) => (shell === null ? [] : [shell]));
}

/** Locale, keymap, time zone and login shells that the finished tree has not. */
export function settingFindings(spec: RootSpec, content: ImageContent): Finding[] {
  const { languages, keymap, timezone, users } = spec.system;
  return [
    // That an image without any language has plain C was said when it was locked.
    ...languages.flatMap((language, index) =>
      isDefaultLanguage(language) ? [] : localeFinding(language, `system.languages[${index}]`, content),
    ),
    ...namedFinding('system.keymap', keymap, content.keymaps, {
      noun: t`keymap`,
      package: 'kbd',
      isBuiltIn: keymap === 'us',
    }),
    ...namedFinding('system.timezone', timezone, content.timezones, {
      noun: t`time zone`,
      package: 'tzdata',
      isBuiltIn: timezone === 'UTC',
    }),
    ...users.flatMap(({ name, shell }, index) => {
      if (shell === null || content.programs.has(shell)) return [];
      return [
        errorAt(
          `system.users[${index}]`,
          t`The login shell \`${shell}\` of \`${name}\` is not a program of the image.`,
          t`Add the package that contains it, or use a shell of the image: \`/bin/bash\`.`,
        ),
      ];
    }),
  ];
}

function localeFinding(language: string, path: string, { locales }: ImageContent): Finding[] {
  const wanted = parseLocale(language);
  const langpack = langpackOf(language);
  if (wanted === null || langpack === null || hasLocale(wanted, locales)) return [];
  const near = [...locales].filter((name) => parseLocale(name)?.language === wanted.language).sort();
  const remedy =
    near.length === 0
      ? t`${add(langpack)}, or choose another language.`
      : `${didYouMean(language, near)}${othersText(near)}`;
  return [errorAt(path, t`The image has no locale \`${language}\`.`, remedy)];
}

/** Some of the locales that there are. */
function othersText(names: readonly string[]): string {
  const some = names
    .slice(0, 5)
    .map((name) => `\`${name}\``)
    .join(t`, `);
  return names.length > 5 ? t`It has ${some} and others.` : t`It has ${some}.`;
}

/** glibc writes character sets its own way, and leaves out that of a locale which has only one. */
function hasLocale(wanted: LocaleName, locales: ReadonlySet<string>): boolean {
  const same = [...locales]
    .map(parseLocale)
    .filter((one) => one !== null)
    .filter(
      ({ language, territory, modifier }) =>
        language === wanted.language && territory === wanted.territory && modifier === wanted.modifier,
    );
  const { charset } = wanted;
  if (charset === null) return same.some((one) => one.charset === null);
  const isSole = same.length > 0 && same.every((one) => one.charset === null);
  return (
    isSole ||
    same.some((one) => one.charset !== null && normalCharset(one.charset) === normalCharset(charset))
  );
}

function namedFinding(
  path: string,
  name: string,
  there: ReadonlySet<string>,
  about: { noun: string; package: string; isBuiltIn: boolean },
): Finding[] {
  if (about.isBuiltIn || there.has(name)) return [];
  const near = nearest(name, there).map((one) => `\`${one}\``);
  const remedy =
    there.size === 0
      ? t`${add(about.package)}.`
      : near.length === 0
        ? t`Choose one of the ${there.size} in the image.`
        : t`Similar ones in the image: ${near.join(t`, `)}.`;
  return [errorAt(path, t`The image has no ${about.noun} \`${name}\`.`, remedy)];
}

/** The file of a unit; that of its template for an instance. */
function unitFile(name: string): string {
  const unit = unitName(name);
  const at = unit.indexOf('@');
  return at < 0 ? unit : unit.slice(0, at + 1) + unit.slice(unit.lastIndexOf('.'));
}
