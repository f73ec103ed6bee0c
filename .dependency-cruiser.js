/**
 * Rooms of src from top to bottom; those of one row are siblings. Imports run downward, and siblings share types only.
 * `device` is data and imports nothing.
 */
const rows = [
  ['cli.ts'],
  ['commands'],
  ['wizard'],
  ['flash', 'powercut'],
  ['doctor'],
  ['vm'],
  ['serve'],
  ['build'],
  ['run', 'image', 'rpm'],
  ['project', 'presets', 'engine', 'slots'],
  ['config'],
  ['base'],
];

const pathOf = (/** @type {readonly string[]} */ rooms) =>
  `^src/(${rooms.map((room) => (room.includes('.') ? room.replace('.', '\\.') : `${room}/`)).join('|')})`;

/** @type {import('dependency-cruiser').IForbiddenRuleType[]} */
const upward = rows.flatMap((rooms, row) =>
  row === 0
    ? []
    : [
        {
          name: `${rooms.join(', ')}: no import from above`,
          severity: 'error',
          from: { path: pathOf(rooms) },
          to: { path: pathOf(rows.slice(0, row).flat()) },
        },
      ],
);

/** @type {import('dependency-cruiser').IForbiddenRuleType[]} */
const sideways = rows.flatMap((rooms) =>
  rooms.length === 1
    ? []
    : rooms.map((room) => ({
        name: `${room}: siblings share types only`,
        severity: 'error',
        from: { path: pathOf([room]) },
        to: {
          path: pathOf(rooms.filter((other) => other !== room)),
          dependencyTypesNot: ['type-only'],
        },
      })),
);

/** Rooms of the wizard from top to bottom; what lies in its root puts them together. Siblings share nothing. */
const wizardRows = [['tui', 'plain'], ['effects'], ['model'], ['packages']];

/** @type {import('dependency-cruiser').IForbiddenRuleType[]} */
const inWizard = wizardRows.flatMap((rooms, row) =>
  rooms.map((room) => ({
    name: `wizard/${room}: no import from above or beside`,
    severity: 'error',
    from: { path: `^src/wizard/${room}/` },
    to: {
      path: [
        '^src/wizard/[^/]+$',
        ...wizardRows
          .slice(0, row + 1)
          .flat()
          .filter((other) => other !== room)
          .map((other) => `^src/wizard/${other}/`),
      ],
    },
  })),
);

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    ...upward,
    ...sideways,
    ...inWizard,
    {
      name: 'only tui/ draws',
      severity: 'error',
      from: { path: '^src/wizard/', pathNot: '^src/wizard/tui/' },
      to: { path: '^node_modules/(ink|react|chalk|listr2)' },
    },
    {
      name: 'every file has a room',
      severity: 'error',
      from: { path: '^src/', pathNot: pathOf(rows.flat()) },
      to: {},
    },
    { name: 'no circles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'only the engine runs programs',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/engine/' },
      to: { path: '^(node:)?(child_process|cluster)$|^node_modules/execa/' },
    },
    { name: 'src does not import tests', severity: 'error', from: { path: '^src/' }, to: { path: '^test/' } },
    { name: 'no import that leads nowhere', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'src imports dependencies only',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(build|dist)/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
