import type { Command, Engine } from '../../src/engine/engine.js';

/** An engine that runs nothing, and remembers what it was asked for. */
export function fakeEngine(
  answer: (command: Command) => string = () => '',
): Engine & { commands: Command[] } {
  const commands: Command[] = [];
  const engine: Engine & { commands: Command[] } = {
    name: 'native',
    place: 'on this machine',
    owner: null,
    usesImage: false,
    commands,
    run: async (command) => {
      commands.push(command);
      return { status: 0, stdout: answer(command), lastLines: [] };
    },
    start: () => Promise.reject(new Error('not in this test')),
    find: async (program) => `/usr/bin/${program}`,
    requireRights: async () => {},
    toolVersions: async (programs) => programs.join(),
    installRemedy: async (programs) => `Install ${programs.join()}.`,
    lockFile: async () => true,
    withLog: () => engine,
    close: async () => {},
  };
  return engine;
}
