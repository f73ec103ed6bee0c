import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { packageFile } from '../../../src/base/fs/package-file.js';
import { documentToSpec } from '../../../src/config/document.js';
import type { ImageSpec } from '../../../src/config/image-spec.js';
import type { ProjectFile } from '../../../src/config/schema.js';
import { compsXml } from '../../../src/image/anaconda/comps.js';
import { kickstartText, mediumMount, ourFolder } from '../../../src/image/anaconda/kickstart.js';
import { choosePackageProbes } from '../../../src/image/anaconda/package-probes.js';
import { netinstBoot } from '../../../src/image/anaconda/remaster.js';
import { withFileTimes, withPrimary } from '../../../src/image/anaconda/repository.js';
import { kickstartLayer } from '../../../src/project/kickstart/kickstart-layer.js';
import { parseKickstart } from '../../../src/project/kickstart/parse-kickstart.js';
import { failureOf } from '../../helpers/failure-of.js';

const fetchScript = readFileSync(packageFile('src/image/anaconda/fetch.sh'), 'utf8');

function linesOf(
  change: (spec: ImageSpec) => void,
  files: Record<string, string> = {},
  archiveSha256: string | null = null,
) {
  const own = new Map(Object.entries(files).map(([name, text]) => [`ks/ks.${name}.cfg`, text]));
  const kickstart = parseKickstart({ own, includes: new Map() });
  const spec = documentToSpec((kickstartLayer(kickstart)?.document ?? {}) as ProjectFile, 'robot');
  change(spec);
  return kickstartText({ spec, kickstart, archiveSha256, fetchScript }).split('\n');
}

/** Commands, before the first section. */
function commandsOf(lines: readonly string[]): string[] {
  const end = lines.findIndex((line) => line.startsWith('%') && !line.startsWith('%include'));
  return lines.slice(1, end).filter((line) => line !== '');
}

// This very file, and those of the other tests here, were read by ksvalidator (pykickstart 3.78) as F38 to F45
// without an error.
test('the commands of an image without settings', () => {
  assert.deepEqual(commandsOf(linesOf(() => {})), [
    'cmdline',
    'url --url=file:///run/install/repo/tfr/packages',
    'lang en_US.UTF-8',
    'keyboard --vckeymap=us',
    'timezone UTC --utc',
    'network --hostname=robot',
    'rootpw --lock',
    'selinux --disabled',
    'reboot',
    'firstboot --disable',
    'bootloader --location=none',
    '%include /tmp/tfr-disks.ks',
  ]);
});

test('an archive of the root tree is installed as a live image, with its digest, and no packages are chosen', () => {
  const lines = linesOf(({ install }) => (install.payload = 'liveimg'), {}, 'ab12');
  assert.ok(lines.includes('liveimg --url=file:///run/install/repo/tfr/root.tar.gz --checksum=ab12'));
  assert.ok(!lines.some((line) => /^(url|%packages)/.test(line)));
});

test('kernel arguments are in our own boot loader, and Anaconda is told of none', () => {
  const lines = commandsOf(linesOf(({ system }) => (system.kernelArguments = ['quiet'])));
  assert.deepEqual(
    lines.filter((line) => line.startsWith('bootloader')),
    ['bootloader --location=none'],
  );
});

test("what the project's own commands say goes by the spec; what concerns Anaconda alone is added", () => {
  const root = [
    ...['text', 'logging --level=debug', 'zerombr', 'bootloader --append="a=b"', 'firstboot --disable'],
    ...['timezone Asia/Tokyo --nontp', 'firewall --enabled --http', 'services --enabled=a', 'skipx'],
    ...['group --name=plc --gid=4711', 'user --name=op --uid=1000 --groups=wheel --homedir=/srv/op'],
    ...['rootpw --lock --allow-ssh', 'authselect select sssd', 'url --url=https://example.org/44/'],
    ...['network --device=bond0 --bondslaves=eth0,eth1', 'keyboard --xlayouts="us,cz (qwerty)"'],
  ].join('\n');
  const known = new Set(commandsOf(linesOf(() => {})));
  assert.deepEqual(
    commandsOf(linesOf(() => {}, { root })).filter((line) => !known.has(line)),
    [
      'keyboard --vckeymap=us --xlayouts="us,cz (qwerty)"',
      ...['timezone Asia/Tokyo', 'timesource --ntp-disable', 'rootpw --lock --allow-ssh'],
      'group --name=plc --gid=4711',
      'user --name=op --groups=wheel --lock --uid=1000 --homedir=/srv/op',
      ...['authselect select sssd', 'firewall --enabled --service=http,ssh'],
      ...['services --enabled=a --disabled=initial-setup.service', 'skipx', 'text', 'logging --level=debug'],
    ],
  );
});

test('without a medium, %pre fetches our files into the folder where a medium has them', () => {
  const lines = linesOf(() => {});
  const folder = `${mediumMount}/${ourFolder}`;
  const begin = lines.indexOf('%pre --erroronfail --log=/tmp/tfr-pre.log');
  assert.equal(lines[begin + 1], `if [ ! -e ${folder}/install.conf ]; then`);
  assert.ok(lines.includes(`  mkdir ${folder} && cd ${folder} || exit 1`));
});

test('the sections stand in the order in which they have to run', () => {
  const lines = linesOf(() => {}, {
    root: '%post --interpreter=/usr/bin/python3 --log=/root/a.log\nprint(1)\n%end\n',
    pre: 'echo pre\n',
    'pre-install': 'echo in-between',
    'post-nochroot': 'echo nochroot',
    post: 'echo post',
  });
  const order = [
    ...['echo pre', 'pre.sh', 'echo in-between', '@^tfr-environment', 'lay-over.sh', 'print(1)'],
    ...['echo nochroot', 'echo post', 'finish.sh', '%onerror'],
  ].map((text) => lines.findIndex((line) => line.includes(text)));
  assert.deepEqual(
    order,
    [...order].sort((a, b) => a - b),
  );
  assert.ok(order.every((index) => index > 0));
  assert.ok(lines.includes('%post --interpreter=/usr/bin/python3 --log=/root/a.log'));
  const heads = lines.filter((line) => /^%(pre|post|packages|onerror)/.test(line)).length;
  assert.equal(lines.filter((line) => line === '%end').length, heads);
});

test('comps name an environment of one group with each package once', () => {
  const xml = compsXml(['zstd', 'bash', 'bash']);
  assert.deepEqual(
    [...xml.matchAll(/<packagereq type="mandatory">([^<]*)</g)].map(([, name]) => name),
    ['bash', 'zstd'],
  );
  assert.match(xml, /<environment>\s*<id>tfr-environment<[\s\S]*<groupid>tfr<\/groupid>/);
});

test('the witness of a package is its first file that must be there', () => {
  const [file, folder] = [0o100644, 0o040755];
  const lines = [
    `a-1\t2\t${file}\t\t\t/usr/share/doc/a`,
    `a-1\t64\t${file}\t\t\t/ghost`,
    `a-1\t8\t${file}\t\t\t/optional`,
    `a-1\t0\t${folder}\t\t\t/etc/a`,
    `a-1\t0\t${file}\tja\t\t/usr/share/locale/ja/a.mo`,
    `a-1\t1\t${file}\t\t\t/etc/a/a b.conf`,
    `a-1\t0\t${file}\t\t\t/usr/bin/a`,
    `empty-1\t\t\t\t\t`,
    '',
  ];
  assert.deepEqual(choosePackageProbes(lines), ['a-1 /etc/a/a b.conf']);
});

test('kernel and initramfs are those of the menu of the image, old and new', async () => {
  const boot = { kernel: '/images/pxeboot/vmlinuz', initramfs: '/images/pxeboot/initrd.img' };
  for (const suffix of ['', 'efi']) {
    const menu = `set default=1\nmenuentry 'x' {\n\tlinux${suffix} ${boot.kernel} inst.stage2=hd:LABEL=X quiet\n\tinitrd${suffix} ${boot.initramfs}\n}\n`;
    assert.deepEqual(netinstBoot(menu), boot);
  }
  const failure = await failureOf(() => netinstBoot('set timeout=1\n'));
  assert.equal(failure.status, 1);
  assert.match(failure.why ?? '', /starts no kernel/);
});

test('times of arrival in primary.xml are made one, times of build stay', () => {
  assert.equal(
    withFileTimes('<time file="17" build="5"/><time file="99" build="6"/>', 7),
    '<time file="7" build="5"/><time file="7" build="6"/>',
  );
});

test('repomd.xml names the changed primary.xml and leaves all else', () => {
  const data = (type: string) =>
    `<data type="${type}"><checksum type="sha256">00</checksum><open-checksum type="sha256">00</open-checksum><location href="repodata/00-${type}.xml.gz"/><timestamp>1</timestamp><size>1</size><open-size>2</open-size></data>`;
  const xml = withPrimary(`${data('filelists')}${data('primary')}`, {
    name: 'new-primary.xml.gz',
    packed: Buffer.from('packed'),
    xml: 'open text',
  });
  assert.ok(xml.startsWith(data('filelists')));
  assert.match(xml, /"repodata\/new-primary\.xml\.gz".*<size>6<\/size><open-size>9</);
  assert.doesNotMatch(xml.slice(data('filelists').length), />00</);
});
