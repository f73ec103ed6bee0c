import { Command } from 'commander';
import { jsonText } from '../project/starter-files.js';
import { exitStatus } from '../spec/failure.js';
import { projectJsonSchema } from '../spec/json-schema.js';
import type { RunCommand } from './command.js';
import { parseWith } from './parse.js';

/** `schema`: prints the JSON Schema of tmpfsroot.json. */
export const run: RunCommand = async (words, context) => {
  const command = new Command('schema')
    .description('Prints the JSON Schema of tmpfsroot.json, for editors.')
    .addHelpText('after', '\nExample:\n  tmpfsroot-wizard schema > tmpfsroot.schema.json');
  if (parseWith(command, words, context) !== null) context.stdout.write(jsonText(projectJsonSchema()));
  return exitStatus.done;
};
