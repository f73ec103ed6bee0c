import { prepareTestbed, serveTestbed } from './index.js';

const usage = `usage: node build/test/testbed/main.js COMMAND
  prepare       build the test bed unless it is there, and describe it as JSON
  path          the same, and print its folder
  serve [PORT]  serve it on loopback until interrupted
`;

const [command, argument] = process.argv.slice(2);
const prepare = () => prepareTestbed({ log: (line) => process.stderr.write(`${line}\n`) });

if (command === 'prepare') {
  process.stdout.write(`${JSON.stringify(await prepare(), null, 2)}\n`);
} else if (command === 'path') {
  process.stdout.write(`${(await prepare()).dir}\n`);
} else if (command === 'serve') {
  const server = await serveTestbed(await prepare(), { port: Number(argument ?? 0) });
  process.stdout.write(`${server.url}\n${Object.values(server.repositories).join('\n')}\n`);
  process.once('SIGINT', () => server.close());
  process.once('SIGTERM', () => server.close());
} else {
  process.stderr.write(usage);
  process.exitCode = 2;
}
