import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { readRelations, refuseHiddenPackageFiles } from '../../../src/image/root/package-relations.js';
import { coveredFolders } from '../../../src/project/override/hidden-files.js';
import { failureOf } from '../../helpers/failure-of.js';
import { mustRun } from '../../helpers/run-program.js';
import { scratchFolder } from '../../helpers/scratch.js';
import { taskContext } from '../../helpers/task-context.js';
import { specOf } from '../spec-of.js';

/** Builds a package with these lines of `%files`; each file of it is made. */
function packageOf(dir: string, name: string, files: readonly string[]): string {
  const spec = path.join(dir, `${name}.spec`);
  const paths = files.map((line) => line.split(' ').at(-1) ?? '');
  writeFileSync(
    spec,
    `Name: ${name}
Version: 1
Release: 1
Summary: A test
License: none
BuildArch: noarch
%description
%install
${paths.map((file) => `mkdir -p %{buildroot}$(dirname ${file}); echo x >%{buildroot}${file}`).join('\n')}
mkdir -p %{buildroot}/opt/empty
%files
/opt/empty
${files.join('\n')}
`,
  );
  const out = path.join(dir, 'out');
  mkdirSync(out, { recursive: true });
  mustRun('rpmbuild', ['-bb', '--define', `_topdir ${dir}/top`, '--define', `_rpmdir ${out}`, spec], {
    env: { HOME: dir },
  });
  return path.join(out, 'noarch', `${name}-1-1.noarch.rpm`);
}

test('files of packages that a partition would hide are told before a tree is made of them', async (t) => {
  const dir = scratchFolder(t);
  const browser = packageOf(dir, 'browser', [
    '/usr/bin/browser',
    '/opt/acme/browser',
    '/opt/acme/icon',
    '%doc /opt/acme/README',
  ]);
  const harmless = packageOf(dir, 'harmless', [
    '/optional/x',
    '%ghost /opt/cache',
    '%doc /opt/doc/README',
    '/var/log/harmless.log',
  ]);
  const relations = await readRelations(taskContext(), [harmless, browser], dir);
  assert.deepEqual(
    relations.map(({ name }) => name),
    ['harmless', 'browser'],
  );
  const failure = await failureOf(() => refuseHiddenPackageFiles(relations, coveredFolders(specOf())));
  assert.equal(failure.status, 2);
  assert.match(
    failure.what,
    /^\/opt\/acme\/browser of the package browser and 1 more below \/opt would be hidden/,
  );
  assert.match(failure.remedy ?? '', /`--opt-size 0`.* leave the package out/);
  assert.doesNotMatch(failure.remedy ?? '', /install-hooks/);
  const without = specOf(({ partitions }) => {
    partitions.sizes.opt = 0;
  });
  refuseHiddenPackageFiles(relations, coveredFolders(without));
  refuseHiddenPackageFiles(relations.slice(0, 1), coveredFolders(specOf()));
});
