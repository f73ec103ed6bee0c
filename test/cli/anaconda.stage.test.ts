import assert from 'node:assert/strict';
import {
  chmodSync,
  cpSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { before, describe, it } from 'node:test';
import { mustRun, runProgram } from '../helpers/run-program.js';
import { type AnacondaProject, anacondaCache, anacondaProject } from '../image/anaconda/project.js';
import { startCli } from './start-cli.js';

const undo: (() => void)[] = [];
process.once('exit', () => {
  for (const step of undo) step();
});

let project: AnacondaProject;
let iso: string;

before(async () => {
  project = await anacondaProject({ after: (step) => void undo.push(step) });
  iso = path.join(project.dir, 'output/small-installer.iso');
  await project.write('hooks.d/10-note.sh', 'touch /etc/hooked\n');
  await project.write('hooks.d/files/tool', 'x');
  chmodSync(path.join(project.dir, 'hooks.d/files/tool'), 0o4755);
  await project.write('iso-root.override/notes/read me.txt', 'for people\n');
  await project.write('build-hooks.d/10.sh', 'echo built >"$ISO_ROOT/notes/built"\n');
  await project.write('root.override/lib/firmware/acme.bin', 'x');
  await project.write('root.override/bin/acme', 'x');
  chmodSync(path.join(project.dir, 'root.override/bin/acme'), 0o4755);
  await project.write('root.override/srv/data/x', 'x');
  await project.write('ks/ks.root.cfg', 'eula --agreed\n');
  await project.write('ks/ks.post.cfg', 'echo post >/etc/post\n');
  await project.must(['build']);
});

/** What xorriso says of how an image boots, without what follows from its size and its own name. */
function bootReport(file: string): string[] {
  const report = mustRun('xorriso', [
    ...['-indev', file, '-report_el_torito', 'plain', '-report_system_area', 'plain'],
  ]);
  const kept =
    /^(El Torito (boot img|img path|img opts|img blks)|System area (options|summary)|Partition offset|MBR heads|MBR secs|GPT (partname local|type GUID|partition flags))/;
  return (
    report
      .split('\n')
      .filter((line) => kept.test(line))
      // Where the boot images lie.
      .map((line) => line.replace(/(boot img : .*) \d+$/, '$1').trimEnd())
      // Room that is left behind the appended partition gets an entry, or is too small for one.
      .filter((line) => !/:\s+3\s/.test(line))
  );
}

/** Folder with all that is on the medium. */
function extracted(): string {
  const folder = path.join(project.scratch, 'extracted');
  mustRun('rm', ['-rf', folder]);
  mustRun('xorriso', ['-osirrox', 'on', '-indev', iso, '-extract', '/', folder]);
  mustRun('chmod', ['-R', 'u+w', folder]);
  return folder;
}

describe('the ISO on which Anaconda installs', () => {
  it('boots as the image that it was made of: both El Torito images, the ESP in its GPT, the MBR', () => {
    const report = bootReport(iso);
    assert.deepEqual(report, bootReport(project.standIn.file));
    assert.equal(report.filter((line) => /boot img :\s+\d\s+(BIOS|UEFI)\s+y/.test(line)).length, 2);
    const [ours, theirs] = [iso, project.standIn.file].map((file) => readFileSync(file).subarray(0, 440));
    // Boot code for a stick in a machine with a BIOS; the address of the boot image is patched into it.
    assert.ok(ours !== undefined && theirs !== undefined);
    assert.ok(ours.filter((byte, index) => byte === theirs[index]).length > 430);
  });

  it('passes its own check, and does not when a byte was changed', () => {
    assert.equal(runProgram('checkisomd5', [iso]).status, 0);
    const copy = path.join(project.scratch, 'damaged.iso');
    cpSync(iso, copy);
    mustRun('sh', ['-c', 'printf x | dd of="$1" bs=1 seek=3000000 conv=notrunc status=none', 'sh', copy]);
    assert.notEqual(runProgram('checkisomd5', [copy]).status, 0);
  });

  it('has our menu at each of its three places, which finds the medium by a label of its own', () => {
    const folder = extracted();
    const menu = readFileSync(path.join(folder, 'EFI/BOOT/grub.cfg'), 'utf8');
    assert.equal(readFileSync(path.join(folder, 'boot/grub2/grub.cfg'), 'utf8'), menu);
    const table = mustRun('xorriso', ['-indev', iso, '-report_system_area', 'plain']);
    const [, start = ''] = /^GPT start and size :\s+2\s+(\d+)/m.exec(table) ?? [];
    const inEsp = mustRun('mtype', ['-i', `${iso}@@${Number(start) * 512}`, '::/EFI/BOOT/grub.cfg']);
    assert.equal(inEsp, menu);
    const [, label = ''] =
      /^Volume Id\s*: (\S+)$/m.exec(mustRun('xorriso', ['-indev', iso, '-pvd_info'])) ?? [];
    assert.match(label, /^TFR_[0-9A-F]{12}$/);
    assert.ok(
      menu.includes(`inst.stage2=hd:LABEL=${label} inst.ks=hd:LABEL=${label}:/ks.cfg inst.nosave=all`),
    );
    assert.ok(menu.includes(`search --no-floppy --set=medium --file /tfr/${label}\n`));
    assert.ok(statSync(path.join(folder, `tfr/${label}`)).isFile());
    assert.match(menu, /linux \(\$medium\)\/images\/pxeboot\/vmlinuz /);
  });

  it('keeps what was on the image, and holds the kickstart file, overrides, hooks and packages, each with its digest', () => {
    const folder = extracted();
    for (const file of [
      '.discinfo',
      'images/install.img',
      'images/pxeboot/vmlinuz',
      'EFI/BOOT/BOOTX64.EFI',
    ]) {
      const original = path.join(path.dirname(project.standIn.file), 'tree', file);
      assert.deepEqual(readFileSync(path.join(folder, file)), readFileSync(original), file);
    }
    const kickstart = readFileSync(path.join(folder, 'ks.cfg'), 'utf8');
    assert.match(kickstart, /^eula --agreed$/m);
    assert.match(kickstart, /^%post --erroronfail\nset -eu\necho post >\/etc\/post\n%end$/m);
    assert.equal(readFileSync(path.join(folder, 'notes/built'), 'utf8'), 'built\n');
    assert.equal(readFileSync(path.join(folder, 'notes/read me.txt'), 'utf8'), 'for people\n');
    assert.ok(statSync(path.join(folder, 'tfr/hooks.d/10-note.sh')).isFile());
    assert.equal(statSync(path.join(folder, 'tfr/hooks.d/files/tool')).mode & 0o7777, 0o4755);
    const check = [
      '-c',
      'cd "$1" && sha256sum --check --quiet --strict files.sha256',
      'sh',
      path.join(folder, 'tfr'),
    ];
    mustRun('sh', check);
    const files = readdirSync(path.join(folder, 'tfr'), { recursive: true, encoding: 'utf8' }).filter(
      (file) => statSync(path.join(folder, 'tfr', file)).isFile(),
    );
    const listed = readFileSync(path.join(folder, 'tfr/files.sha256'), 'utf8').trim().split('\n').length;
    assert.equal(listed, files.length - 1, 'every file but the list itself');
  });

  it('has a repository from which dnf installs the group, and every witness is there then', () => {
    const folder = extracted();
    const root = path.join(project.scratch, 'installed');
    mustRun(
      'dnf',
      [
        ...['-y', '-q', `--installroot=${root}`, '--releasever=41', '--setopt=reposdir=/nonexistent'],
        ...['--setopt=module_platform_id=platform:f41', '--setopt=install_weak_deps=False'],
        ...['--setopt=tsflags=nodocs,noscripts', `--setopt=cachedir=${project.scratch}/dnf`],
        ...['--setopt=gpgcheck=1', `--repofrompath=tfr,file://${folder}/tfr/packages`, '--repo=tfr'],
        ...[`--setopt=tfr.gpgkey=file://${folder}/tfr/keys/key-0.asc`, '--setopt=tfr.gpgcheck=1'],
        ...['group', 'install', 'tfr'],
      ],
      { env: { RPM_FORCE_DEBIAN: '1' }, timeoutMs: 20 * 60_000 },
    );
    const witnesses = readFileSync(path.join(folder, 'tfr/witnesses'), 'utf8').trim().split('\n');
    const packages = readdirSync(path.join(folder, 'tfr/packages')).filter((name) => name.endsWith('.rpm'));
    // A few packages bring nothing but what they require.
    assert.ok(witnesses.length > packages.length - 10, `${witnesses.length} of ${packages.length}`);
    for (const line of witnesses) {
      const [nevra, file = ''] = line.split(' ');
      assert.equal(runProgram('test', ['-e', path.join(root, file)]).status, 0, `${nevra}: ${file}`);
    }
    // The script of our first %post, on what was installed.
    const layOver = () => runProgram('sh', [path.join(folder, 'tfr/anaconda/lay-over.sh'), folder, root]);
    writeFileSync(path.join(root, 'etc/fstab'), 'said by Anaconda\n');
    assert.deepEqual({ ...layOver(), stderr: '' }, { status: 0, stdout: '', stderr: '' });
    assert.match(readFileSync(path.join(root, 'etc/fstab'), 'utf8'), /^#.*\n$/);
    assert.equal(readFileSync(path.join(root, 'etc/machine-id'), 'utf8'), '');
    assert.equal(readFileSync(path.join(root, 'etc/hostname'), 'utf8'), 'small\n');
    assert.equal(statSync(path.join(root, 'usr/local/bin/tfr-report')).mode & 0o777, 0o755);
    assert.ok(statSync(path.join(root, 'usr/lib/dracut/modules.d/90tmpfsroot/root.sh')).isFile());
    // root.override, where the links of the packages lead.
    assert.ok(lstatSync(path.join(root, 'lib')).isSymbolicLink());
    assert.ok(lstatSync(path.join(root, 'usr/lib/firmware/acme.bin')).isFile());
    assert.equal(statSync(path.join(root, 'usr/bin/acme')).mode & 0o7777, 0o4755);
    const link = 'etc/systemd/system/multi-user.target.wants/boot-complete.target';
    assert.ok(lstatSync(path.join(root, link)).isSymbolicLink());
    // Links of the system that no package told of: one that stays in it is followed, others are not.
    const data = path.join(root, 'srv/data');
    mustRun('sh', ['-euc', 'rm -r "$1"; mkdir "$2/kept"; ln -s ../kept "$1"', 'sh', data, root]);
    assert.equal(layOver().status, 0);
    assert.ok(lstatSync(path.join(root, 'kept/x')).isFile());
    for (const target of ['/', '../..', 'nowhere']) {
      mustRun('ln', ['-sfn', target, data]);
      const { status, stdout } = layOver();
      assert.equal(status, 1, target);
      assert.match(stdout, /failed: \/srv\/data is a link /);
    }
    mustRun('rm', [data]);
    const [, bash = '', file = ''] = /^(bash-\S+) (\S+)$/m.exec(witnesses.join('\n')) ?? [];
    mustRun('rm', [path.join(root, file)]);
    const { status, stdout } = layOver();
    assert.equal(status, 1);
    assert.ok(stdout.includes(`failed: the package ${bash} is not installed`), stdout);
  });
});

describe('a build of it', () => {
  it('gives the same bytes from another folder, another time of each file, another umask and time zone', async () => {
    const elsewhere = path.join(project.scratch, 'a clone of it');
    cpSync(project.dir, elsewhere, {
      recursive: true,
      verbatimSymlinks: true,
      filter: (source) => source !== path.join(project.dir, 'output'),
    });
    for (const name of ['tmpfsroot.json', 'hooks.d/10-note.sh', 'ks/ks.post.cfg'])
      utimesSync(path.join(elsewhere, name), 1e9, 1e9);
    const cache = path.join(project.scratch, 'other cache');
    mkdirSync(cache);
    // Packages that came into the store at another time.
    mustRun('cp', ['-r', path.join(anacondaCache, 'packages'), cache]);
    const ran = await startCli(['build', '--cache-dir', cache], {
      cwd: elsewhere,
      prepare: 'umask 077',
      env: { TZ: 'Asia/Tokyo', LANG: 'ja_JP.UTF-8' },
    }).ended;
    assert.equal(ran.status, 0, ran.stderr);
    const sums = (dir: string) => readFileSync(path.join(dir, 'output/SHA256SUMS'), 'utf8');
    assert.equal(sums(elsewhere), sums(project.dir));
  });

  it('is not made again when nothing has changed, and has another label when something has', async () => {
    assert.match((await project.must(['build'])).stderr, /Anaconda\): unchanged/);
    const before = mustRun('xorriso', ['-indev', iso, '-pvd_info']);
    await project.write('ks/ks.post.cfg', 'echo other >/etc/post\n');
    await project.must(['build']);
    assert.notEqual(mustRun('xorriso', ['-indev', iso, '-pvd_info']), before);
  });

  it('stops, and leaves no ISO, when CHECKSUM is not signed by the key', async () => {
    const good = readFileSync(project.checksum, 'utf8');
    await rm(path.join(project.dir, 'output'), { recursive: true });
    await writeFile(
      project.checksum,
      good.replace(/= (.)/, (_, digit) => `= ${digit === '0' ? '1' : '0'}`),
    );
    const { status, stderr } = await project.run(['build']);
    await writeFile(project.checksum, good);
    assert.equal(status, 1);
    assert.match(stderr, /not signed by the key of the release/);
    assert.ok(!readdirSync(path.join(project.dir, 'output')).some((name) => name.endsWith('.iso')));
  });

  it('refuses an ISO that is not a netinst image, however well signed', async () => {
    const other = path.join(project.scratch, 'other/other.iso');
    mkdirSync(path.dirname(other));
    mustRun('xorrisofs', ['-o', other, path.join(project.dir, 'ks')]);
    const digest = mustRun('sha256sum', [other]).slice(0, 64);
    await writeFile(
      path.join(other, '../CHECKSUM'),
      project.key.clearSign(`SHA256 (other.iso) = ${digest}\n`),
    );
    const { status, stderr } = await project.run(['build', '--netinst', other]);
    assert.equal(status, 1);
    assert.match(stderr, /does not have the layout of Fedora/);
  });

  it('can install the root tree that was built, as a live image with its digest', async () => {
    await project.must(['build', '--install-payload', 'liveimg']);
    const folder = extracted();
    const [, digest] = /^liveimg --url=\S+\/tfr\/root\.tar\.gz --checksum=(\S+)$/m.exec(
      readFileSync(path.join(folder, 'ks.cfg'), 'utf8'),
    ) ?? ['', ''];
    const archive = path.join(folder, 'tfr/root.tar.gz');
    assert.equal(mustRun('sha256sum', [archive]).slice(0, 64), digest);
    const list = mustRun('tar', ['-tzvf', archive, './usr/bin/bash', './etc/hooked', './etc/shadow']);
    assert.match(list, /0\/0 .* \.\/usr\/bin\/bash$/m);
    assert.ok(!readdirSync(path.join(folder, 'tfr')).some((name) => ['packages', 'hooks.d'].includes(name)));
  });

  it('refuses a live image that the memory of the device cannot hold', async () => {
    const { status, stderr } = await project.run(['build', '--install-payload=liveimg', '--memory=600M']);
    assert.equal(status, 1);
    assert.match(stderr, /needs \d+ MiB of memory and has 600 MiB: \d+ MiB too little/);
  });

  it('refuses a kickstart command that the plan decides', async () => {
    await project.write('ks/ks.root.cfg', 'lang C\nclearpart --all\n');
    const { status, stderr } = await project.run(['build']);
    assert.equal(status, 2);
    assert.match(stderr, /ks\/ks\.root\.cfg:2/);
    await project.write('ks/ks.root.cfg', '');
  });

  it('refuses scripts that Anaconda would not run, and says where to put them', async () => {
    await project.write('install-hooks.d/10-fill.sh', 'touch /mnt/sysimage/persist/filled\n');
    const { status, stderr } = await project.run(['build']);
    await rm(path.join(project.dir, 'install-hooks.d'), { recursive: true });
    assert.equal(status, 2);
    assert.match(stderr, /install-hooks\.d\/10-fill\.sh/);
    assert.match(stderr, /Anaconda does not\.[\s\S]*`hooks\.d\/` or `ks\/ks\.post\.cfg`/);
  });
});
