import { type BootState, type Field, okOf, otherSlot, type Slot } from './boot-state.js';

/**
 * What happens to a device:
 * - `boot`: GRUB chooses the slot that it tries first, and counts.
 * - `slot-bad`: the initramfs found `me` damaged.
 * - `commit`: the required services of `me` have run for long enough.
 * - `failed`: they have not in time, or the system of `me` cannot go on (emergency, rescue).
 * - `barrier`: an update is going to write to slot `me`, which is not the one that runs.
 * - `trial`: slot `me` was written whole and is to be tried.
 * - `healed`: slot `me`, which is not the one that runs, holds what the one that runs does.
 */
export const events = ['boot', 'slot-bad', 'commit', 'failed', 'barrier', 'trial', 'healed'] as const;
export type BootEvent = (typeof events)[number];

/** Values that a field, or the slot that the event is about, must have one of. */
export type Conditions = Readonly<Partial<Record<Field | 'me', readonly string[]>>>;

/** What a field becomes: a value, or one for each of its values. */
export type Assignment = string | Readonly<Record<string, string>>;

export interface Rule {
  /** Names the rule in tests. */
  id: string;
  event: BootEvent;
  when: Conditions;
  set: Readonly<Partial<Record<Field, Assignment>>>;
  /** `boot`: the slot that is tried first; the other one is the second. */
  first?: Slot;
  /** `failed`: the device starts again, since the other slot may do better. */
  restart?: true;
}

const slots: readonly Slot[] = ['0', '1'];
const oneMore = { ...{ '0': '1', '1': '2', '2': '3', '3': '3' } };
const oneLess = { ...{ '0': '0', '1': '0', '2': '1', '3': '2' } };
const noTrial = { trial: '', tries: '0' };
const noRequest = { next_entry: '' };
const noFailure = { failed: '' };

/** The rules; the first whose conditions hold is followed, and where none holds, nothing changes. */
export const rules: readonly Rule[] = [
  ...slots.flatMap(requestRules),
  ...slots.map(trialRule),
  ...slots.flatMap(defaultRules),
  ...slots.flatMap(badRules),
  ...slots.flatMap(commitRules),
  ...slots.flatMap(failedRules),
  ...slots.flatMap(updateRules),
];

/** grub2-reboot: once, whatever was asked for; what is being written is not tried. */
function requestRules(slot: Slot): Rule[] {
  const asked = { next_entry: [slot], [okOf(slot)]: ['1', '2'] };
  return [
    {
      ...{ id: `request-${slot}`, event: 'boot', first: slot },
      when: { ...asked, saved_entry: [otherSlot(slot)] },
      set: { ...noRequest, trial: slot, tries: '0' },
    },
    {
      ...{ id: `request-default-${slot}`, event: 'boot', first: slot },
      when: { ...asked, saved_entry: [slot] },
      set: { ...noRequest, fails: oneMore },
    },
  ];
}

function trialRule(slot: Slot): Rule {
  return {
    ...{ id: `trial-${slot}`, event: 'boot', first: slot },
    when: { trial: [slot], [okOf(slot)]: ['1'], tries: ['1', '2', '3'] },
    set: { ...noRequest, tries: oneLess },
  };
}

/**
 * The slot of saved_entry, unless only the other one is whole. After three starts without a commit the other one has
 * one start, unless it is being written; then the first has three again, and so on for ever.
 */
function defaultRules(saved: Slot): Rule[] {
  const other = otherSlot(saved);
  const classes: { own: string[]; others: string[]; first: Slot; second: Slot | null }[] = [
    { own: ['1'], others: ['1', '2'], first: saved, second: other },
    { own: ['1'], others: ['0'], first: saved, second: null },
    { own: ['2'], others: ['1'], first: other, second: saved },
    { own: ['2'], others: ['2'], first: saved, second: other },
    { own: ['2'], others: ['0'], first: saved, second: null },
    { own: ['0'], others: ['1', '2'], first: other, second: null },
    { own: ['0'], others: ['0'], first: saved, second: null },
  ];
  return classes.flatMap(({ own, others, first, second }) => {
    const name = `${saved}-${own.join('')}-${others.join('')}`;
    const when = { saved_entry: [saved], [okOf(saved)]: own, [okOf(other)]: others };
    const counts: Rule = {
      ...{ id: `default-${name}`, event: 'boot', first },
      when: second === null ? when : { ...when, fails: ['0', '1', '2'] },
      set: { ...noRequest, ...noTrial, fails: oneMore },
    };
    if (second === null) return [counts];
    const changes: Rule = {
      ...{ id: `change-${name}`, event: 'boot', first: second },
      when: { ...when, fails: ['3'] },
      set: { ...noRequest, ...noTrial, fails: '0' },
    };
    return [counts, changes];
  });
}

/** A damaged slot is left only for one that is whole. */
function badRules(me: Slot): Rule[] {
  const bad = { me: [me], [okOf(me)]: ['1'], [okOf(otherSlot(me))]: ['1'] };
  const marked = { [okOf(me)]: '2' };
  return [
    {
      ...{ id: `bad-trial-${me}`, event: 'slot-bad' },
      when: { ...bad, trial: [me] },
      set: { ...marked, ...noTrial },
    },
    { ...{ id: `bad-${me}`, event: 'slot-bad' }, when: bad, set: marked },
  ];
}

/**
 * A trial that is committed becomes the slot that is started. One that was started instead of a slot that is whole
 * (power cuts look like failures) does not: that slot has one more start before it is left again.
 */
function commitRules(me: Slot): Rule[] {
  const other = otherSlot(me);
  const whole = { [okOf(me)]: '1' };
  return [
    {
      // The trial of an update that was ready before this commit.
      ...{ id: `commit-before-trial-${me}`, event: 'commit' },
      when: { me: [me], saved_entry: [me], trial: [other], tries: ['1', '2', '3'] },
      set: { ...whole, ...noFailure, fails: '0' },
    },
    {
      ...{ id: `commit-${me}`, event: 'commit' },
      when: { me: [me], saved_entry: [me] },
      set: { ...whole, ...noTrial, ...noFailure, fails: '0' },
    },
    {
      ...{ id: `commit-trial-${me}`, event: 'commit' },
      when: { me: [me], saved_entry: [other], trial: [me] },
      set: { ...whole, ...noTrial, ...noFailure, saved_entry: me, fails: '0' },
    },
    {
      ...{ id: `commit-stand-in-${me}`, event: 'commit' },
      when: { me: [me], saved_entry: [other], [okOf(other)]: ['1'] },
      set: { ...whole, ...noTrial, fails: '2' },
    },
    {
      ...{ id: `commit-instead-${me}`, event: 'commit' },
      when: { me: [me], saved_entry: [other], [okOf(other)]: ['0', '2'] },
      set: { ...whole, ...noTrial, ...noFailure, saved_entry: me, fails: '0' },
    },
  ];
}

/**
 * A slot that was seen to fail is left at once for one that is whole. When the next start of it fails as well, that is
 * remembered; starts that power cuts ended are not failures that were seen. Where the other slot fails too, the two are
 * started in turn, since it is not the slot then.
 */
function failedRules(me: Slot): Rule[] {
  const canChange = { me: [me], [okOf(otherSlot(me))]: ['1'] };
  const own = { ...canChange, saved_entry: [me], [okOf(me)]: ['1'] };
  return [
    {
      ...{ id: `failed-trial-${me}`, event: 'failed', restart: true },
      when: { ...canChange, trial: [me] },
      set: noTrial,
    },
    {
      ...{ id: `failed-again-${me}`, event: 'failed', restart: true },
      when: { ...own, fails: ['3'], failed: [me] },
      set: { ...noFailure, fails: '0', [okOf(me)]: '2' },
    },
    {
      ...{ id: `failed-${me}`, event: 'failed', restart: true },
      when: own,
      set: { fails: '3', failed: me },
    },
  ];
}

function updateRules(me: Slot): Rule[] {
  return [
    {
      ...{ id: `barrier-${me}`, event: 'barrier' },
      when: { me: [me] },
      set: { ...noTrial, ...noRequest, ...noFailure, [okOf(me)]: '0' },
    },
    {
      ...{ id: `try-${me}`, event: 'trial' },
      when: { me: [me] },
      set: { [okOf(me)]: '1', trial: me, tries: '3' },
    },
    {
      ...{ id: `healed-${me}`, event: 'healed' },
      when: { me: [me], [okOf(me)]: ['0', '2'], trial: [''] },
      set: { [okOf(me)]: '1' },
    },
  ];
}

export interface Outcome {
  /** The rule that was followed, or null when none holds. */
  rule: Rule | null;
  state: BootState;
}

/**
 * Follows the rules: this is what generated scripts do on the device.
 * @param me The slot that the event is about; GRUB's is about none.
 */
export function follow(event: BootEvent, state: BootState, me?: Slot): Outcome {
  const values: Readonly<Record<string, string | undefined>> = { ...state, me };
  const holds = ({ when }: Rule) =>
    Object.entries(when).every(([name, allowed]) => allowed.includes(values[name] ?? 'none'));
  const rule = rules.find((one) => one.event === event && holds(one)) ?? null;
  return { rule, state: rule === null ? state : assigned(state, rule) };
}

function assigned(state: BootState, { set }: Rule): BootState {
  const next: Record<string, string> = { ...state };
  for (const [field, value] of Object.entries(set)) {
    next[field] = typeof value === 'string' ? value : (value[next[field] ?? ''] ?? '');
  }
  return next as BootState;
}
