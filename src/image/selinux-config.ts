import type { ImageSpec } from '../spec/image-spec.js';

/**
 * POSIX sh that sets the mode of SELinux in the root tree that it runs in. Which policy is meant is said by the
 * policy's package; without one, nothing reads what Fedora's would say.
 */
export function selinuxScript(mode: ImageSpec['system']['selinux']): string {
  return `config=/etc/selinux/config
mkdir -p "\${config%/*}"
{
  grep -v '^[[:space:]]*SELINUX[[:space:]]*=' "$config" 2>/dev/null || :
  echo SELINUX=${mode}
  grep -q '^[[:space:]]*SELINUXTYPE[[:space:]]*=' "$config" 2>/dev/null || echo SELINUXTYPE=targeted
} >"$config.new"
chmod 0644 "$config.new"
mv "$config.new" "$config"
`;
}
