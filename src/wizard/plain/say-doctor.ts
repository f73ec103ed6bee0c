import { yesOrNo } from './answers.js';
import type { PlainPorts } from './plain-ports.js';
import { withoutKeys } from './questions.js';

/** What was found that the machine has and lacks, and the installation of what is missing. */
export async function sayDoctor(ports: PlainPorts): Promise<void> {
  const { talk } = ports;
  const { doctor } = ports.state();
  for (const text of doctor?.lines ?? []) talk.say(text);
  if (doctor?.install != null) {
    talk.sayWhole(doctor.install);
    if (yesOrNo(await talk.ask('Run this command now? yes or no [no]: ')) === true) {
      await ports.press('install');
      talk.say(withoutKeys(ports.state().notice?.text ?? ''));
    }
  }
  await ports.keep({ ...ports.state(), overlay: null, notice: null });
}
