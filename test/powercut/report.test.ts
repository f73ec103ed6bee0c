import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { BootedDisk } from '../../src/powercut/boot/boot-disk.js';
import type { BootedCut } from '../../src/powercut/boot/boot-results.js';
import { countDistinct, summarize } from '../../src/powercut/report/findings.js';
import { reportJson } from '../../src/powercut/report/report-json.js';
import { reportPage } from '../../src/powercut/report/report-page.js';
import { reportText } from '../../src/powercut/report/report-text.js';
import { emptyTally } from '../../src/powercut/run/tally.js';
import { control, fault, findings, plot, scenario } from './made-findings.js';

describe('the report', () => {
  test('says in three sentences what was found', () => {
    const text = reportText(findings([scenario({}), control([fault])]));
    assert.match(
      text,
      /^1,000,234 cuts leave 900,000 different disks\. 12 looks at a part of the disk stand for all of them\.\nNothing is wrong with any of them\.\n/m,
    );
    assert.match(
      text,
      /truncated-state: .*\n.*\n {2}1,234 cuts: GRUB starts a slot .* \(truncated-state\/e1\.s3, truncated-state\/e2\.s5\)/,
    );
    assert.doesNotMatch(text, /not complete|proves nothing/);
  });

  test('counts our faults, and those of controls and of lost flushes apart', () => {
    const tally = { ...emptyTally(), faults: [fault, { ...fault, kind: 'lost-flush' as const }] };
    assert.equal(summarize(findings([scenario({ tally }), control([fault])])).faults, 1);
    assert.match(reportText(findings([scenario({ tally })])), /on a disk that loses what it says it flushed/);
  });

  test('says that a control which finds nothing proves nothing, once it was examined', () => {
    const silent = findings([scenario({}), control([])]);
    assert.deepEqual(summarize(silent).silentControls, ['truncated-state']);
    assert.match(reportText(silent), /The control truncated-state found nothing: this run proves nothing\./);
    const partly = findings([scenario({}), { ...control([]), shards: 31 }]);
    assert.deepEqual([summarize(partly).silentControls, summarize(partly).isComplete], [[], false]);
    assert.match(reportText(partly), /The run is not complete/);
  });

  test('says that without a control nothing shows that it can find anything', () => {
    const alone = findings([scenario({})]);
    assert.match(reportText(alone), /^No control was examined/m);
    assert.match(reportPage(alone, []), /No control was examined/);
    assert.doesNotMatch(reportText(findings([scenario({}), control([fault])])), /No control was examined/);
  });

  test('counts what a file system lost, and a check that other systems do apart', () => {
    const checked = { distinct: 50, checked: 8, standFor: 40, seconds: 2 };
    const lost = { fault: 'lines-lost' as const, states: 5, examples: ['e3.p1.0'] };
    const one = scenario({
      scenario: 'log',
      fileSystems: [
        { check: 'device', ...checked, faults: [lost] },
        { check: 'fsck-n', ...checked, faults: [{ ...lost, fault: 'formatted' }] },
      ],
    });
    assert.equal(summarize(findings([one])).faults, 1);
    const text = reportText(findings([one]));
    assert.match(text, /8 of 50 states of its file system repaired and mounted, standing for 40 cuts; 2 s/);
    assert.match(text, /log, checked by fsck -n alone:\n {2}5 cuts: the partition was formatted/);
  });

  test('counts disks that were started, and tells those that did not come up', () => {
    const up: BootedCut = {
      ...{ scenario: 'update', id: 'e0.start', outcome: 'starts a <whole>', slot: '0', isCommitted: true },
      ...{ prompt: null, starts: 1, seconds: 31.4, fault: null, tries: 1 },
    };
    const dark: BootedCut = {
      ...up,
      id: 'e1.p0.1',
      slot: null,
      isCommitted: false,
      fault: 'not-up',
      tries: 2,
    };
    const booted = findings([scenario({ boots: [up, { ...up, id: 'e1.p0.0', seconds: 48.8 }, dark] })]);
    assert.deepEqual([summarize(booted).booted, summarize(booted).faults], [3, 1]);
    const text = reportText(booted);
    assert.match(text, /^3 of these disks were started in a virtual machine\.$/m);
    assert.match(
      text,
      /2 of 3 disks that were started came up and were committed, after 31 to 49 s; 1 were started/,
    );
    assert.match(
      text,
      /1 cuts: started in a virtual machine, the device does not come up \(update\/e1\.p0\.1\)/,
    );
    assert.match(reportPage(booted, []), /starts a &lt;whole&gt;<\/td><td>slot a/);
  });

  test('a disk without a root that comes up, or a check that likes an empty one, proves nothing', () => {
    const seen = { slot: null, isCommitted: false, prompt: null, starts: 5, seconds: 99 };
    const asked = (withoutRoot: BootedDisk | null) => ({
      ...findings([scenario({}), control([fault])]),
      boots: { image: null, withoutRoot },
    });
    assert.deepEqual(summarize(asked(seen)).silentControls, []);
    const dark = /^The control of starts, a disk without a root, did not come up\.$/m;
    assert.match(reportText(asked(seen)), dark);
    assert.match(reportPage(asked(seen), []), dark);
    for (const one of [asked(null), asked({ ...seen, slot: '0' })])
      assert.doesNotMatch(reportText(one), dark);
    assert.deepEqual(summarize(asked({ ...seen, slot: '0' })).silentControls, ['without-root']);
    const checked = (said: string | null) =>
      findings([
        scenario({ scenario: 'own', ownCheck: { checked: 9, seconds: 1, failed: [], control: said } }),
        control([fault]),
      ]);
    assert.deepEqual(summarize(checked('7 rows are gone')).silentControls, []);
    assert.deepEqual(summarize(checked(null)).silentControls, ['own-check']);
  });

  test('tells what a check of one’s own said, the same words once', () => {
    const failed = ['e1.s1', 'e1.s2', 'e2.s9'].map((id, at) => ({
      id,
      said: at < 2 ? 'row 7 is gone' : 'no file',
    }));
    const own = scenario({
      scenario: 'own',
      ownCheck: { checked: 64, seconds: 9, failed, control: 'no file' },
    });
    const text = reportText(findings([own]));
    assert.match(text, /64 disks looked at by your own check; 9 s/);
    assert.match(text, /2 cuts: your own check says: row 7 is gone \(own\/e1\.s1, own\/e1\.s2\)/);
    assert.match(text, /1 cuts: your own check says: no file \(own\/e2\.s9\)/);
  });

  test('is one page that needs no other file, runs nothing, and shows names as they are', () => {
    const page = reportPage(findings([scenario({}), control([fault])]), [plot]);
    assert.match(page, /&lt;robot&gt; &amp; co\.raw/);
    assert.doesNotMatch(page, /<script|https?:|src=|href=|url\(/);
    assert.equal(page.match(/<rect /g)?.length, 2);
    assert.match(page, /<text [^>]*>rootB<\/text>/);
    for (const tag of ['table', 'svg', 'details', 'h2', 'p', 'tr', 'td'])
      assert.equal(
        page.split(`<${tag}>`).length + page.split(`<${tag} `).length - 1,
        page.split(`</${tag}>`).length,
        tag,
      );
  });

  test('is JSON for programs, with what can be replayed', () => {
    const document = JSON.parse(reportJson(findings([control([fault])]))) as {
      scenarios: { faults: { examples: string[] }[] }[];
    };
    assert.deepEqual(document.scenarios[0]?.faults[0]?.examples, [
      'truncated-state/e1.s3',
      'truncated-state/e2.s5',
    ]);
  });
});

test('disks are counted once, whichever parts found them', () => {
  assert.equal(countDistinct([]), 0);
  assert.equal(
    countDistinct([BigUint64Array.of(1n, 5n, 9n), BigUint64Array.of(5n), BigUint64Array.of(0n, 9n)]),
    4,
  );
});
