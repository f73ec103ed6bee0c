import path from 'node:path';
import { later } from '../../base/language/texts.js';
import { rootSpecOf } from '../../config/spec-parts.js';
import { publicKeyOf, signingKeyFile } from '../../image/update/sign-manifest.js';
import { makeUpdateFile } from '../../image/update/update-file.js';
import { data, keyed } from '../input.js';
import { packageLines } from '../stages/packages.js';
import { slotStage } from '../stages/slot.js';
import { type Output, output } from './output.js';

/** The signed file by which installed devices get this image. */
export function updateOutput(name: string): Output {
  const file = `${name}.update`;
  return output({
    id: file,
    title: later`Update`,
    kind: 'update',
    files: [file],
    deps: { slot: slotStage },
    tools: ['split', 'zstd'],
    inputs: async ({ project: { spec }, lock }) => {
      const keyFile = signingKeyFile(spec, process.env);
      return {
        spec: data(rootSpecOf(spec)),
        packages: data(packageLines(lock)),
        signingKey: keyed(keyFile, await publicKeyOf(keyFile)),
      };
    },
    async make(ctx, { spec, packages, signingKey }, { slot }, { out, scratch }) {
      await makeUpdateFile(ctx, {
        ...{ spec, packages, signingKey, scratch },
        slotDir: slot.dir,
        slot: slot.facts,
        file: path.join(out, file),
      });
    },
  });
}
