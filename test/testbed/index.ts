export type { Testbed } from './prepare.js';
export { newStyleOf, prepareTestbed } from './prepare.js';
export type { ServedRequest, ServeFault, ServeOptions, TestbedServer } from './serve.js';
export { serveTestbed } from './serve.js';
