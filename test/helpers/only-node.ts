/**
 * Loaded before each unit test (`node --import`): starting a program other than Node, or loading native code, throws
 * there and then. So the layer that needs nothing but Node stays that, on a machine where everything is installed.
 */
import childProcess from 'node:child_process';
import { syncBuiltinESMExports } from 'node:module';

const advice =
  'A unit test needs nothing but Node: name the file *.stage.test.ts, or test without the program.';

type Start = (file: string, ...rest: unknown[]) => unknown;

/** The same function for Node itself; throws for any other program. */
function onlyNode(name: string, start: Start): Start {
  return function (this: unknown, file, ...rest) {
    if (file === process.execPath) return start.call(this, file, ...rest);
    const args = Array.isArray(rest[0]) ? rest[0].slice(0, 3) : [];
    throw new Error(`${name} of \`${[file, ...args].join(' ')}\` in ${process.argv[1]}. ${advice}`);
  };
}

const starts = childProcess as unknown as Record<string, Start>;
// `fork` is not here: it starts Node, with a script.
for (const name of ['spawn', 'spawnSync', 'exec', 'execSync', 'execFile', 'execFileSync']) {
  starts[name] = onlyNode(name, starts[name] as Start);
}
syncBuiltinESMExports();

process.dlopen = (_module: object, file: string) => {
  throw new Error(`Native code ${file} in ${process.argv[1]}. ${advice}`);
};
