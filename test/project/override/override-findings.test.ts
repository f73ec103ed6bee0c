import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { placeOf } from '../../../src/base/finding.js';
import { defaultSpec } from '../../../src/config/defaults.js';
import { formatMiB } from '../../../src/config/fields/sizes.js';
import type { ImageSpec } from '../../../src/config/image-spec.js';
import { kindFindings, overrideFindings } from '../../../src/project/override/override-findings.js';
import { entriesOf } from './entries-of.js';

function spec(change: (spec: ImageSpec) => void = () => {}): ImageSpec {
  const made = defaultSpec();
  made.release = 44;
  change(made);
  return made;
}

/** `LEVEL PLACE` of each finding. */
function found(files: readonly string[], of: ImageSpec = spec()): string[] {
  return overrideFindings(entriesOf(...files), of).map((finding) => `${finding.level} ${placeOf(finding)}`);
}

describe('root.override', () => {
  const fine: string[] = [
    ...['etc/motd', 'lib/firmware/x.bin', 'bin/tool', 'etc/old -> /nowhere', 'srv/a -> ../../../etc'],
    ...['opt/acme/', 'opt/acme/.gitkeep', 'var/log/acme/.gitkeep', 'optional/x', 'var/cached', 'persist/'],
    ...['-rf', 'two\nlines', 'back\\slash', 'blank ', '\udcff', 'usr/lib/efi/shim/1/EFI/BOOT/shimx64.efi'],
  ];
  it('may have files behind links, links to nowhere, folders of data partitions, names of any bytes', () => {
    assert.deepEqual(found(fine), []);
  });

  const refused: [file: string, place: string][] = [
    ['opt/acme/app.conf', 'opt/acme/app.conf'],
    ['opt/link -> x', 'opt/link'],
    ['persist/x', 'persist/x'],
    ['var/log/x', 'var/log/x'],
    ['var/cache/x/y', 'var/cache/x/y'],
    ['var/lib/docker/x', 'var/lib/docker/x'],
    ['boot/efi/EFI/fedora/shimx64.efi', 'boot/efi/EFI/fedora/shimx64.efi'],
    ['run/pipe (FIFO)', 'run/pipe'],
    ['etc/socket (socket)', 'etc/socket'],
    ['dev/sda (device)', 'dev/sda'],
    ['lib', 'lib'],
    ['opt/two\nlines/', 'opt/two\\nlines'],
    ['var/cache/blank /', 'var/cache/blank '],
  ];
  it('is refused by name for what nobody would see, and for what no image can hold', () => {
    for (const [file, place] of refused) {
      assert.ok(found([file]).includes(`error root.override/${place}`), `${file}: ${found([file])}`);
    }
  });

  it('may have files in a folder that is not a partition in this image', () => {
    const without = spec(({ partitions }) => {
      partitions.sizes.opt = 0;
      partitions.sizes.docker = 0;
    });
    assert.deepEqual(found(['opt/acme/app.conf', 'var/lib/docker/x'], without), []);
    const byAnaconda = spec((one) => {
      one.install.method = 'anaconda';
      one.outputs = ['iso'];
    });
    assert.deepEqual(found(['opt/acme/app.conf', 'persist/x', 'boot/efi/x'], byAnaconda), []);
  });

  it('may bring a boot loader of its own where that of /boot/efi is taken', () => {
    const older = spec((one) => {
      one.release = 43;
    });
    assert.deepEqual(found(['boot/efi/EFI/fedora/shimx64.efi'], older), []);
    assert.deepEqual(found(['boot/efi/x'], older), ['error root.override/boot/efi/x']);
  });

  it('names each partition once, with the ways out that this image has', () => {
    const [opt, persist] = overrideFindings(entriesOf('opt/a', 'opt/b', 'persist/a', 'opt/c/d'), spec()).sort(
      (a, b) => (a.message < b.message ? -1 : 1),
    );
    assert.match(opt?.message ?? '', /^\/opt\/a and 2 more below \/opt would be hidden by the partition/);
    assert.match(opt?.remedy ?? '', /`--opt-size 0`.*`install-hooks\.d`.*`\/mnt\/sysimage\/opt`/);
    assert.match(persist?.message ?? '', /^\/persist\/a would be hidden/);
    assert.doesNotMatch(persist?.remedy ?? '', /-size 0/);
    const disk = spec((one) => {
      one.outputs = ['raw'];
    });
    const [only] = overrideFindings(entriesOf('opt/a'), disk);
    assert.doesNotMatch(only?.remedy ?? '', /install-hooks/);
  });

  it('warns of files in folders that are empty at each start, also behind a link', () => {
    for (const file of ['run/x', 'var/run/x', 'tmp/x', 'boot/x']) {
      assert.deepEqual(found([file]), [`warning root.override/${file}`]);
    }
  });

  it('has two names of one file told by both', () => {
    const [finding] = overrideFindings(entriesOf('bin/x', 'usr/bin/x'), spec());
    assert.equal(finding?.where, 'root.override/usr/bin/x');
    assert.match(finding?.message ?? '', /`root\.override\/bin\/x`.*`\/usr\/bin\/x`/);
    assert.match(finding?.remedy ?? '', /`root\.override\/usr\/bin\/x`/);
  });

  it('may have no line break in a name where a list of labels or folders cannot hold it', () => {
    const labelled = spec((one) => {
      one.system.selinux = 'enforcing';
    });
    assert.deepEqual(found(['etc/two\nlines'], labelled), ['error root.override/etc/two\\nlines']);
    const byAnaconda = spec((one) => {
      one.install.method = 'anaconda';
    });
    assert.deepEqual(found(['etc/two\nlines'], byAnaconda), []);
    assert.deepEqual(found(['etc/two\nlines/'], byAnaconda), ['error root.override/etc/two\\nlines']);
  });
});

it('files that no slot can hold are told by the largest, before anything is read', () => {
  const files = spec(({ device }) => {
    device.slotFormat = 'files';
  });
  const slotMiB = files.partitions.sizes.root as number;
  const entries = entriesOf('srv/small', 'srv/large');
  const sized = (small: number, large: number) =>
    entries.map((entry) => ({
      ...entry,
      ...(entry.kind === 'file' ? { size: entry.path === 'srv/small' ? small : large } : {}),
    }));
  assert.deepEqual(overrideFindings(sized(1, slotMiB * 2 ** 20 - 1), files), []);
  const [finding] = overrideFindings(sized(1, slotMiB * 2 ** 20), files);
  assert.equal(finding?.where, 'root.override/srv/large');
  assert.match(
    finding?.message ?? '',
    new RegExp(`have ${formatMiB(slotMiB + 1)}, and a root slot has ${formatMiB(slotMiB)}`),
  );
  // Compressed they may fit a slot, but not the memory.
  assert.deepEqual(overrideFindings(sized(1, slotMiB * 2 ** 20), spec()), []);
  const [other] = overrideFindings(sized(1, 3328 * 2 ** 20), spec());
  assert.match(other?.message ?? '', /have 3.3 GiB, and the memory of the device has room for 3.25 GiB/);
});

it('a FIFO in a folder of scripts is refused by name', () => {
  const [finding] = kindFindings(entriesOf('data/pipe (FIFO)'), 'hooks.d');
  assert.equal(finding?.where, 'hooks.d/data/pipe');
  assert.match(finding?.message ?? '', /FIFO/);
});
