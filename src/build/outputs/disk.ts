import path from 'node:path';
import { t } from '../../base/language/texts.js';
import type { ImageSpec } from '../../config/image-spec.js';
import type { DiskFormat, OutputKind } from '../../config/outputs.js';
import { type PlannedDisk, planDisks } from '../../config/partitions/partition-plan.js';
import { rootSpecOf } from '../../config/spec-parts.js';
import { makeDiskImage } from '../../image/disk/disk-image.js';
import { seedsOf } from '../../image/reproducible-ids.js';
import { diskImageName } from '../built-image.js';
import { data } from '../input.js';
import { composeStage } from '../stages/compose.js';
import { slotStage } from '../stages/slot.js';
import { type Output, output, outputTools } from './output.js';

/** The images of all disks in one format. */
export function diskOutputs(spec: ImageSpec, kind: OutputKind, format: DiskFormat): Output[] {
  const { disks } = planDisks(spec);
  return disks.map((disk) =>
    diskOutput({
      ...{ kind, disk, format },
      file: `${diskImageName(spec.name, disk)}.${format.driver}`,
      title: disks.length === 1 ? t`Disk image (${kind})` : t`Disk image ${disk.device} (${kind})`,
    }),
  );
}

interface DiskOutput extends Pick<Output, 'kind' | 'title'> {
  file: string;
  disk: PlannedDisk;
  format: DiskFormat;
}

function diskOutput({ kind, title, file, disk, format }: DiskOutput): Output {
  // Of other formats the size of the file is that of its content already.
  const map = format.driver === 'raw' ? `${file}.bmap` : null;
  return output({
    ...{ id: file, title, kind, files: map === null ? [file] : [file, map] },
    deps: { compose: composeStage, slot: slotStage },
    tools: outputTools,
    inputs: ({ project, lock }) => ({
      spec: data(rootSpecOf(project.spec)),
      disk: data(disk),
      format: data(format),
      lock: data(lock),
    }),
    async make(ctx, inputs, { compose, slot }, { out, scratch }) {
      await makeDiskImage(ctx, {
        spec: inputs.spec,
        disk: inputs.disk,
        format: inputs.format,
        tree: path.join(compose.dir, 'root'),
        slotDir: slot.dir,
        seeds: seedsOf(inputs.lock),
        epoch: slot.facts.epoch,
        file: path.join(out, file),
        mapFile: map === null ? null : path.join(out, map),
        scratch,
      });
    },
  });
}
