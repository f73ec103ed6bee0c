import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import { caseCount } from '../helpers/case-count.js';
import { scratchFolder } from '../helpers/scratch.js';
import { makePersist, runPersist } from './persist-lab.js';

const sum = /^[0-9a-f]{128}/gm;

// The device's own at each push, and at night the strictest one too.
for (const shell of ['bash --posix', 'dash'].slice(0, caseCount(2))) {
  describe(`identity of a device (${shell})`, () => {
    test('is made at the first start, and is the same at the next ones, which write nothing', (t) => {
      const dir = scratchFolder(t);
      const image = makePersist(dir);
      const text = runPersist({
        ...{ dir, image, shell },
        steps: 'boot; keys; forget; b2sum <"$IMAGE"; boot; keys; forget; b2sum <"$IMAGE"',
      });
      const [first, written, second, after] = text.match(sum) ?? [];
      assert.equal(first, second);
      assert.equal(written, after, 'the second start wrote');
      assert.deepEqual(text.match(/^health: .*/gm), ['health: identity made, and kept in /persist']);
      assert.doesNotMatch(text, /options: rw/);
    });

    for (const [what, how] of [
      ['a file of copy a is damaged', 'echo x >>a/files/etc/ssh/ssh_host_rsa_key'],
      ['a file of copy b is damaged', 'echo x >>b/files/etc/ssh/ssh_host_rsa_key'],
      ['a mode in a copy is another', 'chmod 644 a/files/etc/ssh/ssh_host_rsa_key'],
      ['a file of a copy is gone', 'rm b/files/etc/ssh/ssh_host_rsa_key.pub'],
      ['a manifest is garbage', 'head -c 3000 /dev/urandom >a/manifest'],
      ['a manifest is empty', ': >b/manifest'],
      ['a generation is garbage', 'echo 99999 >a/generation'],
      ['a copy is gone', 'rm -r a'],
      ['a copy is a file', 'rm -r b; echo >b'],
      ['a copy that was begun is there', 'cp -a a new; rm new/manifest'],
    ] as const) {
      test(`stays the same when ${what}`, (t) => {
        const dir = scratchFolder(t);
        const image = makePersist(dir);
        const text = runPersist({
          ...{ dir, image, shell },
          steps: `boot; keys; forget; damage '${how}'; boot; keys; forget; boot; keys`,
        });
        const [first, ...others] = text.match(sum) ?? [];
        assert.deepEqual(others, [first, first]);
        // One line for the first start, one for the damage, none for the last.
        assert.equal(text.match(/^health: /gm)?.length, how.includes('new/manifest') ? 1 : 2, text);
        assert.doesNotMatch(text, /^health: missing|options: rw/m);
      });
    }

    test('is made again when both copies are damaged; what is left of them is kept', (t) => {
      const dir = scratchFolder(t);
      const image = makePersist(dir);
      const text = runPersist({
        ...{ dir, image, shell },
        steps: `boot; keys; forget; damage 'echo x >>a/manifest; rm b/generation'; boot; keys; forget; boot; keys
          (cd "$TFR_PERSIST/tmpfsroot" && ls -d damaged/*/files/etc/ssh/ssh_host_rsa_key)`,
      });
      const [first, second, third] = text.match(sum) ?? [];
      assert.notEqual(first, second);
      assert.equal(second, third);
      assert.match(text, /^health: identity made again: what was in \/persist is damaged/m);
      assert.match(text, /^damaged\/a\/.*\ndamaged\/b\//m);
    });

    test('is of one start alone without /persist, and that is told', (t) => {
      const dir = scratchFolder(t);
      const image = makePersist(dir);
      const text = runPersist({
        ...{ dir, image, shell },
        steps: `mount -t tmpfs -o ro tmpfs "$TFR_PERSIST"; program "$TFR_LIB/identity"; cat "$TFR_RUN/health"; keys
          ls "$TFR_ROOT/etc/ssh" "$TFR_PERSIST"`,
      });
      assert.match(text, /^missing identity it is of this start alone, since \/persist is not there$/m);
      assert.match(text, /^ssh_host_ed25519_key$/m);
      assert.doesNotMatch(text, /^tmpfsroot$/m);
    });

    test('is of one start alone, and stands as missing, when /persist takes no more', (t) => {
      const dir = scratchFolder(t);
      const image = makePersist(dir);
      const text = runPersist({
        ...{ dir, image, shell },
        steps: `mount -o loop "$IMAGE" "$TFR_PERSIST"; for size in 1M 1k; do
            dd if=/dev/zero of="$TFR_PERSIST/fill-$size" bs=$size 2>/dev/null || :
          done
          umount "$TFR_PERSIST"; boot; keys`,
      });
      assert.match(text, /^health: missing identity /m);
      assert.doesNotMatch(text, /options: rw/);
    });

    test('survives a power cut at every write of the first start', (t) => {
      const dir = scratchFolder(t);
      const image = makePersist(dir);
      const cuts = path.join(dir, 'cuts');
      runPersist({ dir, image, shell, steps: 'boot', cuts });
      const states = readdirSync(cuts);
      assert.ok(states.length > 20, String(states.length));
      for (const state of states) {
        const text = runPersist({
          ...{ dir, image: path.join(cuts, state), shell },
          steps: 'boot; keys; forget; boot; keys',
        });
        const [first, second] = text.match(sum) ?? [];
        assert.equal(first, second, `cut ${state}`);
        assert.doesNotMatch(text, /damaged|missing/, `cut ${state}: ${text}`);
      }
    });

    test('is the old or the new one, whole, after a power cut at every write of a change', (t) => {
      const dir = scratchFolder(t);
      const image = makePersist(dir);
      const cuts = path.join(dir, 'cuts');
      const text = runPersist({ dir, image, shell, steps: 'boot; keys; forget' });
      const changed = runPersist({
        ...{ dir, image, shell, cuts },
        steps: `boot; echo new >"$TFR_ROOT/etc/ssh/ssh_host_rsa_key.pub"; keys
          program -c '. "$TFR_LIB/persist.sh"; while_writable save'`,
      });
      const [old] = text.match(sum) ?? [];
      const [now] = changed.match(sum) ?? [];
      const seen = new Set<string | undefined>();
      for (const state of readdirSync(cuts)) {
        const again = runPersist({ dir, image: path.join(cuts, state), shell, steps: 'boot; keys' });
        const [found] = again.match(sum) ?? [];
        assert.ok(found === old || found === now, `cut ${state}`);
        assert.doesNotMatch(again, /made|missing/);
        seen.add(found);
      }
      assert.deepEqual(seen, new Set([old, now]));
    });

    const tool = 'program "$DEVICE/usr/bin/tmpfsroot-persist"';
    const lists = 'echo /etc/app.conf >"$TFR_ROOT/usr/lib/tmpfsroot/persist.conf"';

    test('tmpfsroot-persist takes a listed file as it is now, and the next start has it', (t) => {
      const dir = scratchFolder(t);
      const image = makePersist(dir);
      const text = runPersist({
        ...{ dir, image, shell },
        steps: `${lists}; file=$TFR_ROOT/etc/app.conf; echo of the image >$file; boot
          echo mine >$file; chmod 640 $file
          ${tool} || echo "status $?"; ${tool} save; ${tool} && echo "status $?"
          findmnt -no OPTIONS "$TFR_PERSIST"
          forget; echo of a new image >$file; chmod 644 $file; boot; stat -c %a $file; cat $file`,
      });
      assert.match(text, /^differs +\/etc\/app\.conf$/m);
      assert.match(text, /^status 1\nkept as generation 2, in both copies$/m);
      assert.match(text, /^same +\/etc\/app\.conf\n(?:same .*\n)*status 0\nro,/m);
      assert.match(text, /640\nmine\n/);
    });

    test('a path that an image lists later is kept from then on, and an image of before leaves it', (t) => {
      const dir = scratchFolder(t);
      const image = makePersist(dir);
      const text = runPersist({
        ...{ dir, image, shell },
        steps: `boot; forget; ${lists}; file=$TFR_ROOT/etc/app.conf; echo first >$file; boot; forget
          rm "$TFR_ROOT/usr/lib/tmpfsroot/persist.conf" $file; boot; ${tool} save; forget
          ${lists}; echo other >$file; boot; cat $file`,
      });
      assert.match(text, /^health: identity more files are kept in \/persist$/m);
      assert.match(text, /^first\n/m);
    });

    test('tmpfsroot-persist --json is one object with the same facts', (t) => {
      const dir = scratchFolder(t);
      const image = makePersist(dir);
      const text = runPersist({ ...{ dir, image, shell }, steps: `boot; ${tool} --json` });
      const answer = JSON.parse(/^\{.*$/m.exec(text)?.[0] ?? '');
      const { files, ...rest } = answer;
      assert.deepEqual(rest, { copy: 'a', generation: 1, other: 'whole', ok: true });
      assert.equal(files.length, 7);
      assert.deepEqual(files[0], { path: '/etc/ssh/ssh_host_ecdsa_key', state: 'same' });
    });

    test('tmpfsroot-persist leaves /persist read-only when it is interrupted', (t) => {
      const dir = scratchFolder(t);
      const image = makePersist(dir);
      const text = runPersist({
        ...{ dir, image, shell },
        steps: `boot; printf '%s\\n' '#!/bin/sh' 'sleep 2; exec /bin/sync "$@"' >"$LAB/bin/sync"; chmod +x "$LAB/bin/sync"
          PATH=$LAB/bin:$PATH setsid ${shell} "$DEVICE/usr/bin/tmpfsroot-persist" save & sleep 1
          /bin/kill -TERM -- -$!; wait $! || echo "status $?"; sleep 1; findmnt -no OPTIONS "$TFR_PERSIST"
          ${tool} && echo whole`,
      });
      assert.match(text, /^status 143\nro,.*\ncopy +a: whole, generation 1, in use/m);
      assert.match(text, /^whole$/m);
    });

    test('wrong arguments, a system that is not ours, and no /persist are told in a sentence', (t) => {
      const dir = scratchFolder(t);
      const image = makePersist(dir);
      const text = runPersist({
        ...{ dir, image, shell },
        steps: `${tool} load || echo "status $?"; mount -t tmpfs tmpfs "$TFR_PERSIST"; ${tool} save || echo "status $?"
          rm "$TFR_RUN/state"; ${tool} || echo "status $?"`,
      });
      assert.match(text, /^status 2\nstatus 1\nstatus 2$/m);
      assert.match(text, /Usage: tmpfsroot-persist \[--json \| save\]/);
      assert.match(text, /\/persist is not there; tmpfsroot-status says why/);
      assert.match(text, /was not started by tmpfsroot/);
    });
  });
}
