import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { mustCli } from '../helpers/cli.js';
import { mustRun } from '../helpers/run-program.js';
import { prepareTestbed } from '../testbed/index.js';
import { packages, writeImageProject } from './image-project.js';

/** Emulated machines on a busy host are late. */
const commitConf = "TFR_REQUIRED='sshd.service'\nTFR_STEADY=10 TFR_LIMIT=900\n";
/** Of an image whose required service never runs. */
const badCommitConf = "TFR_REQUIRED='missing.service'\nTFR_STEADY=10 TFR_LIMIT=20\n";

/** Writes the update on the other disk once, and starts again; which of the two is `sda` is the kernel's choice. */
const updater = `#!/bin/sh
for disk in /dev/sd[ab]; do
  if head -c 16 "$disk" | grep -q tmpfsroot-update; then break; fi
done
until grep -q '^committed ' /run/tmpfsroot/health; do sleep 2; done
[ ! -e /var/log/tfr-updated ] || exit 0
if said=$(tmpfsroot-update "$disk" 2>&1); then touch /var/log/tfr-updated; fi
sync
echo "<4>TFR-TEST update: $said" >/dev/kmsg
[ ! -e /var/log/tfr-updated ] || systemctl reboot
`;

const unit = '[Service]\nType=exec\nExecStart=/usr/local/bin/tfr-test-update\n';

export interface UpdateProject {
  /** Folder of the keys of updates. */
  config: string;
  cache: string;
  dir: string;
}

/** Builds one version of an image that takes updates; `note` is in its file /etc/note. */
export async function buildVersion(
  { config, cache, dir }: UpdateProject,
  { note, output, isGood = true }: { note: string; output: 'raw' | 'update'; isGood?: boolean },
): Promise<void> {
  const env = { XDG_CONFIG_HOME: config };
  const key = (await mustCli(['keys'], { cwd: path.dirname(dir), env })).stdout.trim();
  const options = ['--engine', 'native', '--cache-dir', cache];
  await writeImageProject(dir, await prepareTestbed(), {
    name: 'update',
    outputs: [output],
    list: [...packages, 'squashfs-tools'],
  });
  const override = path.join(dir, 'root.override');
  const files: Record<string, string> = {
    'etc/note': `${note}\n`,
    'etc/systemd/system/tfr-test-update.service': unit,
    'usr/lib/tmpfsroot/commit.conf': isGood ? commitConf : badCommitConf,
    'usr/local/bin/tfr-test-update': updater,
  };
  for (const [name, text] of Object.entries(files)) {
    await mkdir(path.join(override, path.dirname(name)), { recursive: true });
    await writeFile(path.join(override, name), text);
  }
  await chmod(path.join(override, 'usr/local/bin/tfr-test-update'), 0o755);
  await symlink(
    '../tfr-test-update.service',
    path.join(override, 'etc/systemd/system/multi-user.target.wants/tfr-test-update.service'),
  );
  await mustCli(['lock', ...options, '--update-key', key], { cwd: dir, env });
  await mustCli(['build', ...options, '--update-key', key], { cwd: dir, env });
  // A disk has whole sectors.
  if (output === 'update') mustRun('truncate', ['-s', '%1M', path.join(dir, 'output/update.update')]);
}
