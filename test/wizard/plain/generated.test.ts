import assert from 'node:assert/strict';
import { test } from 'node:test';
import { getAt, setAt } from '../../../src/base/field-path.js';
import { defaultSpec } from '../../../src/config/defaults.js';
import { fieldList } from '../../../src/config/fields/spec-fields.js';
import { userSpec } from '../../../src/config/fields/user.js';
import type { ImageSpec } from '../../../src/config/image-spec.js';
import { focusedField } from '../../../src/wizard/model/edit-form.js';
import { specFindings } from '../../../src/wizard/model/spec-findings.js';
import type { WizardState } from '../../../src/wizard/model/state.js';
import { generatedSpecs } from '../../config/generated-specs.js';
import { at, talkTo, today } from './conversation.js';

/**
 * What the questions can say of a spec: one user without numbers, a list of packages, no other repositories, no netinst
 * image, the usual healing, of updates their keys alone, nothing of the system that no screen asks for, and no error.
 */
function sayable(spec: ImageSpec): ImageSpec {
  const { main } = spec.disks;
  const places = Object.entries(spec.partitions.disks).filter(([, device]) => device !== main);
  const { netinst } = defaultSpec().install;
  const { heal } = defaultSpec().partitions;
  const isAsked = spec.outputs.includes('iso');
  const method = isAsked ? spec.install.method : 'image';
  const payload = method === 'anaconda' ? spec.install.payload : 'packages';
  const selinux = method === 'anaconda' ? 'disabled' : spec.system.selinux;
  return {
    ...spec,
    install: { ...spec.install, method, payload, netinst },
    repositories: null,
    packages: spec.packages ?? ['bash'],
    partitions: { ...spec.partitions, disks: Object.fromEntries(places), heal },
    system: { ...askedOf(spec), selinux },
    update: { ...defaultSpec().update, keys: spec.update.keys },
    signingKey: null,
  };
}

function askedOf(spec: ImageSpec): ImageSpec['system'] {
  const unasked = fieldList.filter(({ path, screen }) => path.startsWith('system.') && screen === undefined);
  const { system } = unasked.reduce<Record<string, unknown>>(
    (rest, { path }) => setAt(rest, path, getAt(defaultSpec(), path)),
    { ...spec },
  ) as { system: ImageSpec['system'] };
  const users = system.users
    .slice(0, 1)
    .map(({ name, groups, passwordHash, sshKeys }) => userSpec({ name, groups, passwordHash, sshKeys }));
  return { ...system, users };
}

function hasErrors(spec: ImageSpec): boolean {
  return specFindings(spec, today).some(({ level }) => level === 'error');
}

/** A person who answers each question with what the spec says, and goes on where that was said already. */
function answersFrom(wanted: ImageSpec): (prompt: string, state: WizardState) => string | null {
  let before = '';
  let asked = 0;
  return (prompt, state) => {
    // A person who is asked the same for ever goes away.
    if (state.screen === 'review' || ++asked > 200) return null;
    if (state.screen === 'packages') return packageAnswer(wanted.packages ?? [], state.spec.packages ?? []);
    const field = focusedField(state);
    assert.ok(field !== null);
    if (field.kind === 'secret') {
      const hash = field.read(wanted);
      return hash === '' ? (field.read(state.spec) === '' ? '' : '.') : hash;
    }
    const isAgain = prompt === before;
    before = prompt;
    const value = field.read(wanted);
    if (isAgain || value === field.read(state.spec)) return '';
    return value === '' ? '.' : value;
  };
}

function packageAnswer(wanted: readonly string[], has: readonly string[]): string {
  const missing = wanted.filter((name) => !has.includes(name));
  return missing.join(' ');
}

test('answering every question with what a spec says makes that spec', async () => {
  const generated = generatedSpecs(80);
  const specs = generated.map(sayable).filter((spec) => !hasErrors(spec));
  assert.ok(specs.length > generated.length / 3, `${specs.length} specs are without an error`);
  for (const wanted of specs) {
    const first = at('release');
    const spec = { ...first.spec, packages: ['bash'] };
    const { state, text } = await talkTo({ ...first, spec }, answersFrom(wanted), (request, dispatch) => {
      if (request.type === 'hash-password')
        dispatch({ type: 'hashed', field: request.field, hash: request.password });
    });
    assert.equal(state.screen, 'review', text);
    assert.deepEqual(state.spec, wanted, text);
  }
});
