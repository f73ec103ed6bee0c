import path from 'node:path';
import type { TestContext } from 'node:test';
import { mustRun } from '../helpers/run-program.js';
import { type CliProject, cliProject, linkCache } from './cli-project.js';

/** Scripts that see whether all is as the build promises them, and give files to others. */
const outside = `set -e
[ "$(id -u)" = 0 ]
! touch /usr/made /etc/made /home/made /var/made 2>/dev/null
[ -z "$(ls /run/install/repo)" ]
echo made >/mnt/sysimage/etc/outside
chown 7:8 /mnt/sysimage/etc/outside
`;
const inside = `set -e
[ "$(cat /proc/sys/kernel/hostname)" = localhost ]
echo x >/dev/null
[ "$(head -c 3 /dev/zero | wc -c)" = 3 ]
[ "$(ls /sys/class/net)" = lo ]
! touch /sys/made 2>/dev/null
ln /etc/outside /etc/linked
chown robot /etc/hosts
mkdir /etc/shared
chown 0:12 /etc/shared
chmod 2775 /etc/shared
mkdir /etc/shared/sub
setpriv --reuid=robot --clear-groups touch /home/robot/own
`;
/** Leaves a process of another user behind, which must end with it. */
const onMachine = `setpriv --reuid=7 --clear-groups sleep 1000 &
while [ "$(cat /proc/$!/comm)" != sleep ]; do :; done
`;

/** What a change of owner takes away from a file. */
export function setSpecialBits({ dir }: { dir: string }): void {
  mustRun('chmod', ['6755', path.join(dir, 'root.override/bin/tool')]);
  mustRun('chmod', ['3777', path.join(dir, 'root.override/var/spool/all')]);
}

/** A locked project of root's, with everything that takes part: owners, special bits, scripts inside and outside. */
export async function rootsProject(t: TestContext, attack = ''): Promise<CliProject> {
  const project = await cliProject(t);
  await linkCache(project, 'packages', 'stages');
  await project.edit({ outputs: ['iso'], system: { users: [{ name: 'robot' }] } });
  await project.write('ks/ks.post-nochroot.cfg', outside + attack);
  await project.write('ks/ks.post.cfg', inside + attack);
  await project.write('hooks.d/attacks.sh', attack);
  await project.write('build-hooks.d/leaves.sh', onMachine + attack);
  await project.write('root.override/bin/tool', 'x');
  await project.write('root.override/var/spool/all/x', 'x');
  setSpecialBits(project);
  await project.must(['lock']);
  return project;
}
