import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import type { ImageSpec } from '../../../src/config/image-spec.js';
import { deviceGrubConfig, grubLoader, installerGrubConfig } from '../../../src/image/boot/grub-config.js';
import { runProgram } from '../../helpers/run-program.js';
import { scratchFolder } from '../../helpers/scratch.js';
import { specOf } from '../spec-of.js';

const id = '1234-4abc-8def-0123456789ab';

const specs: [string, ImageSpec][] = [
  ['default', specOf()],
  [
    'unattended',
    specOf((spec) => {
      spec.install.unattended = true;
      spec.disks.devices = ['nvme0n1', 'serial:S1', '/dev/disk/by-path/pci-0000:00:1f.2-ata-1'];
      spec.name = 'edge_box.v2-x';
      spec.system.kernelArguments = ['ip=dhcp', 'foo=a,b:c'];
    }),
  ],
];

test('GRUB can read each file', (t) => {
  const file = path.join(scratchFolder(t), 'grub.cfg');
  for (const [name, spec] of specs) {
    const device = [grubLoader(spec), deviceGrubConfig(spec, id)];
    for (const config of [...device, installerGrubConfig(spec, 'TFR-12345678')]) {
      writeFileSync(file, config);
      const { status, stdout, stderr } = runProgram('grub-script-check', [file]);
      assert.equal(status, 0, `${name}: ${stdout}${stderr}\n${config}`);
    }
  }
});
