import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { RpmPackage } from './packages/types.js';
import { run } from './run.js';
import { type Evr, specText } from './spec.js';

/** Time stamp of everything built, so that two builds differ only in what differs. */
const epoch = '1730160000';

/** Makes the folder with the one dependency generator that is wanted: rpm's own for ELF files. */
export function prepareMacros(work: string): void {
  mkdirSync(join(work, 'attrs'), { recursive: true });
  writeFileSync(join(work, 'attrs/elf.attr'), '');
  mkdirSync(join(work, 'specs'), { recursive: true });
  mkdirSync(join(work, 'rpms'), { recursive: true });
  // Two rpmbuilds that start at once both try to make these, and one fails.
  for (const name of ['BUILD', 'BUILDROOT', 'RPMS', 'SOURCES', 'SPECS', 'SRPMS']) {
    mkdirSync(join(work, 'top', name), { recursive: true });
  }
}

/** Builds one RPM from a staged tree and gives the file's path. */
export async function buildRpm(
  work: string,
  pkg: RpmPackage,
  evr: Evr,
  files: readonly string[],
  root: string,
): Promise<string> {
  const spec = join(work, 'specs', `${pkg.name}-${evr.release}.spec`);
  const out = join(work, 'rpms', `${pkg.name}-${evr.release}`);
  writeFileSync(spec, specText(pkg, evr, files));
  const macros: Record<string, string> = {
    _topdir: join(work, 'top'),
    _rpmdir: out,
    _build_name_fmt: '%%{NAME}-%%{VERSION}-%%{RELEASE}.%%{ARCH}.rpm',
    _fileattrsdir: join(work, 'attrs'),
    // The tree is ready: neither emptied before %install nor worked on after it.
    __spec_install_pre: '%{___build_pre}',
    __os_install_post: '%{nil}',
    __spec_install_post: '%{nil}',
    _build_id_links: 'none',
    _binary_payload: 'w1.zstdio',
    debug_package: '%{nil}',
    use_source_date_epoch_as_buildtime: '1',
    clamp_mtime_to_source_date_epoch: '1',
    _buildhost: 'testbed.invalid',
    _unpackaged_files_terminate_build: '1',
    _dbpath: join(work, 'db'),
  };
  const defines = Object.entries(macros).flatMap(([name, value]) => ['--define', `${name} ${value}`]);
  const args = [
    '-bb',
    '--nodeps',
    '--noclean',
    '--target',
    pkg.noarch ? 'noarch' : 'x86_64',
    '--buildroot',
    root,
  ];
  // rpm closes every possible descriptor in each child: a high limit costs seconds.
  const log = await run('prlimit', ['--nofile=1024', 'rpmbuild', ...args, ...defines, spec], {
    env: { SOURCE_DATE_EPOCH: epoch, HOME: work },
  });
  const written = /^Wrote: (.+\.rpm)$/m.exec(log)?.[1];
  if (written === undefined) throw new Error(`rpmbuild wrote nothing for ${basename(spec)}`);
  return written;
}
