import assert from 'node:assert/strict';
import { test } from 'node:test';
import { editPackagesList } from '../../../src/project/packages/edit-packages-list.js';
import { readPackageTexts } from '../../../src/project/packages/packages-list.js';

const list = `# Shells
bash   # the one
zsh

# Editors
vim
-nano
vim
`;

test('a list that names the same packages stays as it is, byte for byte', () => {
  for (const text of [
    list,
    list.replaceAll('\n', '\r\n'),
    list.trimEnd(),
    `\uFEFF${list}`,
    '',
    '\n\n',
    '# x',
  ]) {
    assert.equal(editPackagesList(text, readPackageTexts(text).packages), text);
  }
});

test('a removed package loses its line, and nothing else changes', () => {
  assert.equal(
    editPackagesList(list, ['vim', 'bash', '-nano']),
    '# Shells\nbash   # the one\n\n# Editors\nvim\n-nano\n',
  );
  assert.equal(editPackagesList('\uFEFFbash\nzsh\n', ['zsh']), 'zsh\n');
});

test('added packages come at the end under one comment, in the order of the spec', () => {
  const once = editPackagesList('bash', ['tmux', 'bash', 'htop']);
  assert.equal(once, 'bash\n\n# Added by tmpfsroot-wizard:\ntmux\nhtop\n');
  assert.equal(
    editPackagesList(once, ['bash', 'tmux', 'htop', 'git']),
    'bash\n\n# Added by tmpfsroot-wizard:\ntmux\nhtop\ngit\n',
  );
  assert.equal(editPackagesList('', ['git']), '# Added by tmpfsroot-wizard:\ngit\n');
  assert.match(editPackagesList('bash\r\n', ['bash', 'git']), /\r\n\r\n# Added by [^\n]*\r\ngit\r\n$/);
});

test('packages of a group come under its name, the others before them', () => {
  const groups = { '@core: Core': ['sudo', 'bash', 'vim'] };
  const written = editPackagesList('bash\n', ['bash', 'sudo', 'tmux', 'vim'], groups);
  assert.equal(written, 'bash\n\n# Added by tmpfsroot-wizard:\ntmux\n\n# @core: Core\nsudo\nvim\n');
  assert.equal(editPackagesList(written, readPackageTexts(written).packages), written);
  assert.match(
    editPackagesList(null, ['kernel', 'sudo'], groups),
    /comes? along\.\nkernel\n\n# @core: Core\nsudo\n$/,
  );
  const more = editPackagesList(written, ['bash', 'sudo', 'tmux', 'vim', 'htop']);
  assert.match(more, /# @core: Core\nsudo\nvim\n\n# Added by tmpfsroot-wizard:\nhtop\n$/);
});

test('a line that is not a package is kept until it is taken out', () => {
  const broken = 'bash\n+vim\n';
  assert.deepEqual(readPackageTexts(broken).packages, ['bash', '+vim']);
  assert.equal(
    editPackagesList(broken, ['bash', '+vim', 'git']),
    `${broken}\n# Added by tmpfsroot-wizard:\ngit\n`,
  );
  assert.equal(editPackagesList(broken, ['bash']), 'bash\n');
});

test('of a line with several names one goes, and the others and the comment stay', () => {
  const several = '\uFEFFbash coreutils  kernel\r\n  vim -nano man  # editors\n-x dnf tmux';
  const names = readPackageTexts(several).packages;
  assert.equal(editPackagesList(several, names), several);
  const without = (...gone: string[]) =>
    editPackagesList(
      several,
      names.filter((name) => !gone.includes(name)),
    );
  assert.equal(without('coreutils'), several.replace(' coreutils', ''));
  assert.equal(without('bash', 'coreutils'), several.replace('bash coreutils  ', ''));
  assert.equal(without('-nano'), several.replace(' -nano', ''));
  assert.equal(without('man'), several.replace(' man', ''));
  assert.equal(without('-dnf'), several.replace('-x dnf ', ''));
  assert.equal(without('vim', '-nano', 'man'), several.replace('  vim -nano man  # editors\n', ''));
  for (const name of names)
    assert.deepEqual(
      readPackageTexts(without(name)).packages,
      names.filter((one) => one !== name),
    );
});

test('a new list has the packages in their order, and reading it gives them back', () => {
  const text = editPackagesList(null, ['zsh', '-nano', 'bash', 'kernel*', '# not this']);
  assert.match(text, /^# .*\nzsh\n-nano\nbash\nkernel\*\n$/);
  assert.deepEqual(readPackageTexts(text).packages, ['zsh', '-nano', 'bash', 'kernel*']);
});
