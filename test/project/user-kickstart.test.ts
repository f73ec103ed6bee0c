import assert from 'node:assert/strict';
import { test } from 'node:test';
import { editKickstart } from '../../src/project/kickstart-block.js';
import { readUserKickstart, userKickstartFindings } from '../../src/project/user-kickstart.js';
import { defaultSpec } from '../../src/spec/defaults.js';
import { scratchFolder, writeTree } from '../helpers/scratch.js';

test('a folder without kickstart files says nothing', async (t) => {
  const dir = scratchFolder(t);
  assert.deepEqual(await readUserKickstart(dir), {
    root: [],
    pre: [],
    preInstall: [],
    postNoChroot: [],
    post: [],
  });
  assert.deepEqual(await userKickstartFindings(dir), []);
});

test('commands are taken without comments and without our own copy of the settings; scripts whole', async (t) => {
  const dir = scratchFolder(t);
  const own = '# mine\n\nfirewall --enabled --service=ssh\r\n';
  writeTree(dir, {
    'ks/ks.root.cfg': editKickstart(Buffer.from(own), defaultSpec()).toString(),
    'ks/ks.pre.cfg': '# only a comment\n',
    'ks/ks.pre-install.cfg': 'echo a\n',
    'ks/ks.post-nochroot.cfg': 'cp a /mnt/sysimage/\n',
    'ks/ks.post.cfg': '# why\necho b\n',
  });
  assert.deepEqual(await readUserKickstart(dir), {
    root: ['firewall --enabled --service=ssh'],
    pre: [],
    preInstall: ['echo a\n'],
    postNoChroot: ['cp a /mnt/sysimage/\n'],
    post: ['# why\necho b\n'],
  });
  assert.deepEqual(await userKickstartFindings(dir), []);
});

const refused: [file: string, text: string, where: string, message: RegExp][] = [
  ['ks.root.cfg', 'lang C\npart / --size=1\n', 'ks/ks.root.cfg:2', /`part` is decided by `disks` and/],
  ['ks.root.cfg', 'clearpart --all\n', 'ks/ks.root.cfg:1', /`clearpart` is decided by/],
  ['ks.root.cfg', '\n\n  autopart\n', 'ks/ks.root.cfg:3', /`autopart` is decided by/],
  ['ks.root.cfg', 'btrfs none --data=0 a\n', 'ks/ks.root.cfg:1', /`btrfs` is decided by/],
  ['ks.root.cfg', 'url --url=http://a/\n', 'ks/ks.root.cfg:1', /decided by the medium/],
  ['ks.root.cfg', 'repo --name=a\n', 'ks/ks.root.cfg:1', /`repositories` of tmpfsroot\.json/],
  ['ks.root.cfg', 'bootloader --append="x"\n', 'ks/ks.root.cfg:1', /`system\.kernelArguments`/],
  ['ks.root.cfg', '%packages\nbash\n%end\n', 'ks/ks.root.cfg:1', /begins a section/],
  ['ks.post.cfg', 'echo a\n%end\n', 'ks/ks.post.cfg:2', /begin or end a section/],
  ['ks.pre.cfg', '%pre\necho a\n%end\n', 'ks/ks.pre.cfg:1', /begin or end a section/],
];
for (const [file, text, where, message] of refused) {
  test(`${file} with ${JSON.stringify(text)} is refused`, async (t) => {
    const dir = scratchFolder(t);
    writeTree(dir, { [`ks/${file}`]: text });
    const [finding] = await userKickstartFindings(dir);
    assert.equal(finding?.where, where);
    assert.match(finding?.message ?? '', message);
    assert.ok((finding?.remedy ?? '').length > 0);
  });
}
