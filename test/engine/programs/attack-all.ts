import { createNativeEngine } from '../../../src/engine/native/native.js';
import { attacksOn } from '../attacks.js';

// attack-all.js ROOT ATTACK: what it says is what an attack reached.
const [root = '', attack = ''] = process.argv.slice(2);
for (const [kind, command] of Object.entries(attacksOn(root, attack))) {
  const { stdout } = await createNativeEngine().run(command);
  if (stdout !== '') console.log(`${kind}:\n${stdout}`);
}
