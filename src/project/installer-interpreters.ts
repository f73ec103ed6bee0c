import { open } from 'node:fs/promises';
import path from 'node:path';
import { errorAt, type Finding } from '../spec/finding.js';
import type { Kickstart } from './kickstart/read-kickstart.js';
import { type ProjectParts, scriptsOf } from './project-parts.js';

/** What the installer's initramfs has to read scripts with (src/device/dracut/91tmpfsroot-install/module-setup.sh). */
const known = /^(?:(?:\/usr)?\/bin\/)?(?:env\s+)?(?:sh|bash)(?:\s|$)/;

/**
 * Finds scripts for the device that its installer could not run: `%pre` and install-hooks.d are read by sh or bash,
 * since nothing else is there before the system is.
 */
export async function interpreterFindings(
  parts: Pick<ProjectParts, 'installHooks'> & { kickstart: Pick<Kickstart, 'scripts'> },
): Promise<Finding[]> {
  const { dir = '', shownAs = '', names = [] } = parts.installHooks ?? {};
  const hooks = await Promise.all(
    names.map(async (name) => ({
      where: `${shownAs}/${name}:1`,
      interpreter: interpreterOf(await firstBytes(path.join(dir, name))),
    })),
  );
  const pre = scriptsOf(parts, 'pre').map(({ file, line, interpreter }) => ({
    where: `${file}:${line}`,
    interpreter,
  }));
  return [...pre, ...hooks]
    .filter(({ interpreter }) => interpreter !== null && !known.test(interpreter))
    .map(({ where, interpreter }) => ({
      ...errorAt(
        '',
        `The installer has no \`${interpreter}\`: on the device this script runs before the system is there.`,
        'Write it for sh or bash. A script of install-hooks.d may run programs of the new system: `chroot /mnt/sysimage python3 ...`.',
      ),
      where,
    }));
}

/** What the first line of a script names, or null where it names nothing. */
export function interpreterOf(text: string): string | null {
  return /^#!\s*(.*\S)/.exec(text)?.[1] ?? null;
}

/** As much of a file as its first line may have; a script may be a self-extracting archive. */
async function firstBytes(file: string): Promise<string> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(256), 0, 256, 0);
    return buffer.toString('utf8', 0, bytesRead).split('\n')[0] ?? '';
  } finally {
    await handle.close();
  }
}
