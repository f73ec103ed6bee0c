import { prepareTestbed } from './index.js';
const [command] = process.argv.slice(2);
const testbed = await prepareTestbed({ log: (line) => console.error(line) });
console.log(command === 'path' ? testbed.dir : JSON.stringify(testbed, null, 2));
