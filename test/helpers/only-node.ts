/**
 * Loaded before each unit test (`node --import`): starting a program other than Node, or loading native code, throws
 * there and then. So the layer that needs nothing but Node stays that, on a machine where everything is installed.
 */
import childProcess from 'node:child_process';
import { syncBuiltinESMExports } from 'node:module';

const advice =
  'A unit test needs nothing but Node: name the file *.stage.test.ts, or test without the program.';

/** Says it on stderr too, with the test's place: what is thrown may become another error on its way. */
function refuse(what: string): never {
  const error = new Error(`${what}. ${advice}`);
  console.error(error);
  throw error;
}

type Start = (file: string, ...rest: unknown[]) => unknown;

/** The same function for Node itself; throws for any other program. */
function onlyNode(name: string, start: Start): Start {
  return function (this: unknown, file, ...rest) {
    if (file === process.execPath) return start.call(this, file, ...rest);
    const args = Array.isArray(rest[0]) ? rest[0].slice(0, 3) : [];
    refuse(`${name} of \`${[file, ...args].join(' ')}\``);
  };
}

const starts = childProcess as unknown as Record<string, Start>;
// `fork` is not here: it starts Node, with a script.
for (const name of ['spawn', 'spawnSync', 'exec', 'execSync', 'execFile', 'execFileSync']) {
  starts[name] = onlyNode(name, starts[name] as Start);
}
syncBuiltinESMExports();

process.dlopen = (_module: object, file: string) => {
  refuse(`native code ${file}`);
};
