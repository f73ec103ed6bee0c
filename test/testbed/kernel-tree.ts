import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { coreModules, extraModules } from './packages/kernel.js';
import { inParallel, run } from './run.js';

/**
 * Lays the unpacked kernel out as Fedora has it: image, config and symbols beside the modules, the modules
 * in two trees (`@modules-core`, `@modules-extra`) and compressed. Drivers that no test needs stay behind.
 */
export async function arrangeKernel(unpacked: string, kernelRelease: string): Promise<void> {
  const image = join(unpacked, `linux-image-${kernelRelease}`);
  const folder = join(image, 'lib/modules', kernelRelease);
  for (const name of ['vmlinuz', 'config', 'System.map']) {
    renameSync(join(image, `boot/${name}-${kernelRelease}`), join(folder, name));
  }
  await run('/sbin/depmod', ['-b', image, kernelRelease]);
  const needs = new Map<string, string[]>();
  for (const line of readFileSync(join(folder, 'modules.dep'), 'utf8').split('\n')) {
    const [module, rest = ''] = line.split(':');
    if (module) needs.set(module, rest.split(' ').filter(Boolean));
  }
  const closure = (pattern: RegExp) => {
    const found = new Set<string>();
    for (const [module, rest] of needs) {
      if (pattern.test(`/${module.replace(/^kernel\//, '')}`))
        for (const each of [module, ...rest]) found.add(each);
    }
    return found;
  };
  const core = closure(coreModules);
  const extra = closure(extraModules);
  for (const module of core) extra.delete(module);
  await move(folder, core, join(unpacked, '@modules-core/lib/modules', kernelRelease));
  await move(folder, extra, join(unpacked, '@modules-extra/lib/modules', kernelRelease));
  for (const name of readdirSync(folder)) {
    const generated = /^modules\.(?!order$|builtin$|builtin\.modinfo$)/.test(name);
    if (generated || name === 'kernel') await run('rm', ['-rf', join(folder, name)]);
  }
}

async function move(from: string, modules: ReadonlySet<string>, to: string): Promise<void> {
  const moved: string[] = [];
  for (const module of modules) {
    const target = join(to, module);
    if (!existsSync(dirname(target))) mkdirSync(dirname(target), { recursive: true });
    renameSync(join(from, module), target);
    moved.push(target);
  }
  if (moved.length === 0) throw new Error(`no kernel module was chosen for ${basename(to)}`);
  // Fedora's are .ko.xz; zstd costs the emulated processor a tenth of that, and kmod reads both.
  const size = Math.ceil(moved.length / (4 * availableParallelism()));
  const batches = Array.from({ length: Math.ceil(moved.length / size) }, (_, i) =>
    moved.slice(i * size, (i + 1) * size),
  );
  await inParallel(batches, availableParallelism(), (batch) => run('zstd', ['-q', '-9', '--rm', ...batch]));
}
