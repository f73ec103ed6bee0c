import { fieldsMarkdown } from './fields-table.js';
import { keysMarkdown } from './keys-table.js';
import { kickstartMarkdown } from './kickstart-table.js';
import { outputsMarkdown } from './outputs-table.js';
import { partitionsMarkdown } from './partitions-table.js';

/** A table of the manual that is made from the program's own. */
export interface GeneratedTable {
  /** Path of the page, relative to the repository. */
  page: string;
  /** Names the table in the comments around it. */
  name: string;
  markdown(): string;
}

export const generatedTables: readonly GeneratedTable[] = [
  { page: 'docs/configuration.md', name: 'fields', markdown: fieldsMarkdown },
  { page: 'docs/configuration.md', name: 'outputs', markdown: outputsMarkdown },
  { page: 'docs/device.md', name: 'partitions', markdown: partitionsMarkdown },
  { page: 'docs/kickstart.md', name: 'kickstart', markdown: kickstartMarkdown },
  { page: 'docs/wizard.md', name: 'keys', markdown: keysMarkdown },
];
