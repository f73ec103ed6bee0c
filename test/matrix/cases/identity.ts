import type { Case } from '../case.js';
import type { InstalledDisk } from '../installed-disk.js';

const persist = 'tfr-persist';
const hostKey = 'files/etc/ssh/ssh_host_ed25519_key';

/** The first start has made the identity by then, and written it. */
const firstStart = ['TFR-REPORT end of round'];

/** A host key in a copy of the identity rots on the disk. */
async function rot(disk: InstalledDisk, copy: 'a' | 'b'): Promise<void> {
  await disk.garbage(persist, disk.middleOf(persist, `/tmpfsroot/${copy}/${hostKey}`), 1024);
}

/** sshd must run besides, as in every case: its absence would keep the boot from being complete. */
const hasKeys = /^(?!d41d8cd98f00)[0-9a-f]{32}/;

export const identityCases: readonly Case[] = [
  ...(['a', 'b'] as const).map(
    (copy): Case => ({
      name: `identity, copy ${copy} damaged`,
      should: 'comes up with the same identity, and makes the copy good',
      cutsAt: firstStart,
      damageAfterCuts: (disk) => rot(disk, copy),
      expect: {
        slot: 'a',
        report: {
          persist: /^ext4 ro,/,
          identity: hasKeys,
          status: new RegExp(`^0 (?!.*made again).*copy ${copy} in /persist was damaged, and is the same as`),
        },
      },
    }),
  ),
  {
    name: 'identity, both copies damaged',
    should: 'comes up with another identity, and says so',
    cutsAt: firstStart,
    damageAfterCuts: async (disk) => {
      for (const copy of ['a', 'b'] as const) await rot(disk, copy);
    },
    expect: {
      slot: 'a',
      report: { persist: /^ext4 ro,/, identity: hasKeys, status: /identity made again: / },
    },
  },
  {
    name: 'identity, all of /persist garbage after the first start',
    should: 'comes up with an identity of this start alone, and says so',
    cutsAt: firstStart,
    damageAfterCuts: (disk) => disk.garbage(persist),
    expect: {
      slot: 'a',
      report: {
        persist: /^tmpfs ro,/,
        identity: hasKeys,
        status: /^1 .*missing identity it is of this start alone, since \/persist is not there/,
      },
    },
  },
];
