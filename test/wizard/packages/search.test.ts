import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { buildSearch, type Match } from '../../../src/wizard/packages/search.js';
import { indexOf } from './index-of.js';

const search = await buildSearch(
  indexOf({
    bash: 'The GNU Bourne Again shell',
    'bash-completion': 'Programmable completion for Bash',
    'abashed-shell': 'A shy shell',
    'rebash-bash': 'Again',
    rebash: 'Another one',
    bashful: 'Shy',
    NetworkManager: 'Network connection manager and user applications',
    'NetworkManager-wifi': 'Wifi plugin for NetworkManager',
    'NetworkManager-wwan': 'Mobile broadband device plugin for NetworkManager',
    'kernel-core': 'The Linux kernel',
    'kernel-modules': 'kernel modules to match the core kernel',
    'kernel-modules-core': 'Core kernel modules to match the kernel',
    git: 'Fast Version Control System',
    gtk3: 'GTK+ graphical user interface library',
    tcpdump: 'A network traffic monitoring tool',
    perl_checker: 'Checks',
    'nmap-ncat': "Nmap's Netcat replacement",
    'google-noto-sans': 'Größe und Ästhetik',
    'libstdc++': 'GNU Standard C++ Library',
  }),
);

const namesOf = (query: string, limit = 50) => search.search(query, limit).map((match) => match.package.name);
const byKind = (query: string) =>
  search.search(query, 50).map((match) => `${match.package.name} ${match.kind}`);

/** The name with `[` and `]` about what is marked. */
function marked(match: Match | undefined, what: 'name' | 'summary'): string {
  assert.ok(match !== undefined);
  const text = match.package[what];
  return match[`${what}Ranges`].reduceRight(
    (done, { from, to }) => `${done.slice(0, from)}[${done.slice(from, to)}]${done.slice(to)}`,
    text,
  );
}

describe('the order of what is found', () => {
  it('is: the name, beginnings, words, parts; the shorter first, then by name', () => {
    assert.deepEqual(byKind('bash').slice(0, 6), [
      'bash exact',
      'bashful prefix',
      'bash-completion prefix',
      'rebash-bash word',
      'rebash substring',
      'abashed-shell substring',
    ]);
  });

  it('puts typing errors behind names, and summaries behind typing errors', () => {
    assert.deepEqual(byKind('wifi'), ['NetworkManager-wifi word']);
    assert.deepEqual(byKind('shell'), ['abashed-shell word', 'bash summary']);
    assert.deepEqual(byKind('monitoring'), ['tcpdump summary']);
  });

  it('is by name alone when nothing is asked', () => {
    for (const query of ['', '   ']) {
      assert.deepEqual(namesOf(query, 3), ['NetworkManager', 'NetworkManager-wifi', 'NetworkManager-wwan']);
    }
  });

  it('gives no more than the limit, and the best of all', () => {
    assert.deepEqual(namesOf('bash', 2), ['bash', 'bashful']);
    assert.deepEqual(namesOf('nothing-like-it'), []);
  });
});

describe('a query', () => {
  const first: readonly [string, string][] = [
    ['networkmanager', 'NetworkManager'],
    ['NETWORKMANAGER-W', 'NetworkManager-wifi'],
    ['checker', 'perl_checker'],
    ['C++', 'libstdc++'],
    ['  git ', 'git'],
    // One letter left out, added, changed, swapped.
    ['tcpdmp', 'tcpdump'],
    ['tcpddump', 'tcpdump'],
    ['tcpdunp', 'tcpdump'],
    ['tcpdmup', 'tcpdump'],
    ['gti', 'git'],
    ['bahs', 'bash'],
    // Two in a longer word, and while it is still being typed.
    ['netwrokmanger', 'NetworkManager'],
    ['netwrokm', 'NetworkManager'],
    ['wwna', 'NetworkManager-wwan'],
    ['nact', 'nmap-ncat'],
  ];
  for (const [query, name] of first) {
    it(`\`${query}\` finds ${name} first`, () => assert.equal(namesOf(query)[0], name));
  }

  it('forgives one error in a short word, none in a very short one', () => {
    assert.deepEqual(namesOf('bhsa'), []);
    assert.deepEqual(namesOf('gx'), []);
  });

  it('is narrowed by each further word, in name or summary, in any order', () => {
    assert.deepEqual(namesOf('kernel modules'), ['kernel-modules', 'kernel-modules-core']);
    assert.deepEqual(namesOf('core kernel mod'), ['kernel-modules-core', 'kernel-modules']);
    assert.deepEqual(namesOf('plugin mobile'), ['NetworkManager-wwan']);
    assert.deepEqual(namesOf('modlues kernel'), ['kernel-modules', 'kernel-modules-core']);
    assert.deepEqual(namesOf('kernel wifi'), []);
  });
});

describe('what is marked', () => {
  const table: readonly [string, string, string][] = [
    ['bash', '[bash]-completion', 'Programmable completion for [Bash]'],
    ['bash', 'rebash-[bash]', 'Again'],
    ['networkmanager wifi', '[NetworkManager]-[wifi]', '[Wifi] plugin for [NetworkManager]'],
    ['tcpdmup', '[tcpdump]', 'A network traffic monitoring tool'],
    ['ästh', 'google-noto-sans', 'Größe und [Ästh]etik'],
    ['net netw', '[Netw]orkManager', '[Netw]ork connection manager and user applications'],
  ];
  for (const [query, name, summary] of table) {
    it(`for \`${query}\` is ${name}`, () => {
      const match = search
        .search(query, 50)
        .find((each) => each.package.name === name.replaceAll(/[[\]]/g, ''));
      assert.equal(marked(match, 'name'), name);
      assert.equal(marked(match, 'summary'), summary);
    });
  }
});
