import { Command } from 'commander';
import { exitStatus } from '../base/failure.js';
import { printText } from '../base/print-text.js';
import { projectJsonSchema } from '../config/json-schema.js';
import { jsonText } from '../project/write/project-file-text.js';
import type { RunCommand } from './command.js';
import { parseWith } from './parse.js';

/** `schema`: prints the JSON Schema of tmpfsroot.json. */
export const run: RunCommand = async (words, context) => {
  const command = new Command('schema')
    .description('Prints the JSON Schema of tmpfsroot.json, for editors.')
    .addHelpText('after', '\nExample:\n  tmpfsroot-wizard schema > tmpfsroot.schema.json');
  if (parseWith(command, words, context) !== null) printText(context.stdout, jsonText(projectJsonSchema()));
  return exitStatus.done;
};
