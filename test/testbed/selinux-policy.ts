import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './run.js';

/** Debian's name of its policy; Fedora's is `targeted`. */
const policyName = 'default';

/**
 * Compiles Debian's policy as its maintainer script would on the device, with the programs of the unpacked .debs,
 * into what Fedora's package holds ready: the binary policy and the files that say which path has which label.
 */
export async function compilePolicy(unpacked: string, root: string): Promise<void> {
  const tools = join(unpacked, 'policycoreutils/usr');
  const work = join(unpacked, 'selinux-work');
  const modules = join(unpacked, 'selinux-policy-default/usr/share/selinux', policyName);
  mkdirSync(join(work, 'var/lib/selinux'), { recursive: true });
  cpSync(join(unpacked, 'selinux-policy-default/etc'), join(work, 'etc'), { recursive: true });
  writeFileSync(
    join(work, 'etc/selinux/semanage.conf'),
    [
      'module-store = direct',
      'expand-check = 0',
      `compiler-directory = ${join(tools, 'libexec/selinux/hll')}`,
      ...section('sefcontext_compile', join(unpacked, 'selinux-utils/usr/sbin/sefcontext_compile'), '$@'),
      ...section('setfiles', '/bin/true', ''),
      ...section('load_policy', '/bin/true', ''),
    ].join('\n'),
  );
  const names = readFileSync(join(modules, '.modules'), 'utf8').split(/\s+/);
  const install = names.filter((name) => name !== '').map((name) => `-i${join(modules, `${name}.pp.bz2`)}`);
  await run(join(tools, 'sbin/semodule'), ['-n', '-X', '100', '-s', policyName, '-p', work, ...install]);
  const made = join(work, 'etc/selinux', policyName);
  if (!readdirSync(join(made, 'policy')).some((name) => name.startsWith('policy.')))
    throw new Error('semodule made no policy');
  cpSync(made, join(root, 'etc/selinux', policyName), { recursive: true });
  rmSync(work, { recursive: true });
}

function section(name: string, path: string, args: string): string[] {
  return [`[${name}]`, `path = ${path}`, `args = ${args}`, '[end]'];
}
