import { errorAt, type Finding } from '../../base/finding.js';
import { t } from '../../base/language/texts.js';
import type { ImageSpec } from '../image-spec.js';

/** Settings of the system that could have no effect as long as another one is as it is. */
export function idleFindings({ system: { keyboard, time, firewall } }: ImageSpec): Finding[] {
  const { enabled, ...opened } = firewall;
  return [
    ...(keyboard.options.length > 0 && keyboard.layouts.length === 0
      ? [
          errorAt(
            'system.keyboard.options',
            t`The options of the keyboard have no effect without layouts.`,
            t`Give the layouts too, or remove them.`,
          ),
        ]
      : []),
    ...(time.sources.length > 0 && time.disabled
      ? [
          errorAt(
            'system.time.sources',
            t`The sources of time have no effect where \`chronyd\` is disabled.`,
            t`Remove them, or leave it enabled.`,
          ),
        ]
      : []),
    ...(enabled === true ? [] : Object.entries(opened)).flatMap(([name, { length }]) =>
      length === 0
        ? []
        : [
            errorAt(
              `system.firewall.${name}`,
              t`This has no effect as long as firewalld is not enabled.`,
              t`Set \`system.firewall.enabled\` to \`true\`, or remove it.`,
            ),
          ],
    ),
  ];
}
