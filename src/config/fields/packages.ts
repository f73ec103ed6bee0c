import * as v from 'valibot';
import { t } from '../../base/language/texts.js';
import { field, flag } from './field.js';
import * as shape from './field-types.js';

/** Which packages are in the image, where packages.list does not say it. */
export const packageFields = {
  packages: field({
    schema: v.nullable(v.array(shape.packageText)),
    description: 'Lines as in packages.list, which they replace.',
    default: null,
    defaultText: '`packages.list`',
    flag: flag('--package NAME', 'package, instead of packages.list (repeatable)', 'items'),
    screen: 'packages',
    summary: (packages) => t`${packages?.length ?? 0} named: ${(packages ?? []).join(' ')}`,
  }),
};
