import { randomBytes } from 'node:crypto';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { SlotFormat } from '../../src/image/slot/slot-format.js';
import { mustCli } from '../helpers/cli.js';
import { prepareTestbed } from '../testbed/index.js';
import { emulatedArguments, packages, want, writeImageProject } from './image-project.js';
import { deeds } from './installed-device.js';

/** Bytes that each version has and no other one: so much must be fetched. */
export const ownBytes = 8 << 20;

/** Takes each update that is published, and goes on after a failure; the timer does the same once a day. */
const updater = `#!/bin/sh
say() { printf '<4>TFR-TEST %s\\n' "$*" >/dev/kmsg; }
until grep -q '^committed ' /run/tmpfsroot/health; do sleep 1; done
say "$(cat /etc/note) says: $(grep -o 'test.note=[a-z]*' /proc/cmdline) $(tmpfsroot-status | tr -s '\\n ' '; ')"
for card in /sys/class/net/e*; do
  ip link set "\${card##*/}" up
  ip addr add 10.0.2.15/24 dev "\${card##*/}"
done
while :; do
  said=$(tmpfsroot-update 2>&1 | tail -n 1)
  say "$(cat /etc/note) took: $said"
  case "$said" in *'the next start tries it') systemctl reboot && exit ;; esac
  sleep 5
done
`;

/** The watchdog of an image that hangs is short, since the test waits for it three times. */
const hanging = {
  'etc/systemd/system.conf.d/60-test.conf': '[Manager]\nRuntimeWatchdogSec=10\n',
  'usr/local/bin/tfr-test-freeze': `#!/bin/sh\n${deeds.freeze}\n`,
  'etc/systemd/system/tfr-test-freeze.service':
    '[Unit]\nDefaultDependencies=no\n\n[Service]\nExecStart=/usr/local/bin/tfr-test-freeze\n',
};

export interface UpdateProject {
  /** Folder of the keys of updates. */
  config: string;
  cache: string;
  dir: string;
}

/**
 * Builds one version of an image that takes updates from an URL.
 * @param note what is in its file /etc/note
 * @param hangs before it can record that it was started
 */
export async function buildVersion(
  { config, cache, dir }: UpdateProject,
  {
    note,
    output,
    url,
    hangs = false,
    slotFormat = 'squashfs',
  }: { note: string; output: 'raw' | 'update'; url: string; hangs?: boolean; slotFormat?: SlotFormat },
): Promise<void> {
  const env = { XDG_CONFIG_HOME: config };
  const key = (await mustCli(['keys'], { cwd: path.dirname(dir), env })).stdout.trim();
  await writeImageProject(dir, await prepareTestbed(), {
    name: 'update',
    outputs: [output],
    list: [...packages, 'curl', 'squashfs-tools'],
    system: { kernelArguments: [...emulatedArguments, `test.note=${note}`] },
    // Emulated machines on a busy host are late.
    device: { slotFormat, commit: { steadySeconds: 10, limitSeconds: 900 } },
    report: null,
  });
  const override = path.join(dir, 'root.override');
  const files: Record<string, string | Buffer> = {
    'etc/note': `${note}\n`,
    'usr/share/own-bytes': randomBytes(ownBytes),
    'etc/systemd/system/tfr-test-update.service': '[Service]\nExecStart=/usr/local/bin/tfr-test-update\n',
    'usr/local/bin/tfr-test-update': updater,
    ...(hangs ? hanging : {}),
  };
  for (const [name, content] of Object.entries(files)) {
    await mkdir(path.join(override, path.dirname(name)), { recursive: true });
    await writeFile(path.join(override, name), content);
    if (path.dirname(name) === 'usr/local/bin') await chmod(path.join(override, name), 0o755);
  }
  await want(override, 'multi-user.target', 'tfr-test-update.service');
  if (hangs) await want(override, 'sysinit.target', 'tfr-test-freeze.service');
  const options = ['--engine', 'native', '--cache-dir', cache, '--update-key', key, '--update-url', url];
  for (const command of ['lock', 'build']) await mustCli([command, ...options], { cwd: dir, env });
}
