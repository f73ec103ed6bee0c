import { t } from '../../base/language/texts.js';
import { yesOrNo } from './answers.js';
import type { PlainPorts } from './plain-ports.js';

/** What was found that the machine has and lacks, and the installation of what is missing. */
export async function sayDoctor(ports: PlainPorts): Promise<void> {
  const { io } = ports;
  const { doctor } = ports.state();
  if (doctor !== null) {
    const { title, verdict, programs } = doctor;
    for (const text of [title, '', ...verdict, '', ...programs.map((program) => program.text)]) io.say(text);
  }
  if (doctor?.install != null) {
    io.sayWhole(doctor.install);
    if (yesOrNo(await io.ask(t`Run this command now? yes or no [no]: `)) === true) {
      await ports.command('install');
      io.say(ports.state().notice?.text);
    }
  }
  await ports.keep({ ...ports.state(), overlay: null, notice: null });
}
