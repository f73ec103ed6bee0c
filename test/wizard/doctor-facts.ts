import type { DoctorFacts } from '../../src/wizard/model/state.js';

export const rpmIsHere = { text: 'here     rpm', isMissing: false };
export const qemuIsMissing = { text: 'missing  qemu', isMissing: true };

/** What a look at a machine found; what is absent was not looked at. */
export function doctorFacts(facts: Partial<DoctorFacts>): DoctorFacts {
  return { title: 'Debian GNU/Linux', programs: [], verdict: [], install: null, ...facts };
}
