import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { mustRun, runProgram } from '../helpers/run-program.js';
import type { CliProject } from './cli-project.js';

/** Where the device has the profile of a connection. */
export function profile(name: string): string {
  return `/etc/NetworkManager/system-connections/${name}.nmconnection`;
}

interface BuildRecord {
  keys: { tree: string; slot: string };
  spec: { system: { languages: string[] } };
}

/** What the build recorded. */
export function recordOf(project: CliProject): BuildRecord {
  return JSON.parse(readFileSync(path.join(project.dir, 'output/build.json'), 'utf8')) as BuildRecord;
}

/** The slot image that was built. */
export function slotOf(project: CliProject): string {
  return path.join(project.cacheDir, 'stages', `slot-${recordOf(project).keys.slot}`, 'slot.img');
}

/** The root as the packages alone make it. */
export function treeOf(project: CliProject): string {
  return path.join(project.cacheDir, 'stages', `tree-${recordOf(project).keys.tree}`, 'root');
}

/** Files of ours on the installer's medium. */
export function mediumOf(project: CliProject): (file: string) => string {
  const folder = path.join(project.scratch, 'medium');
  const iso = path.join(project.dir, 'output/small-installer.iso');
  mustRun('xorriso', ['-osirrox', 'on', '-indev', iso, '-extract', '/tfr', folder]);
  return (file) => readFileSync(path.join(folder, file), 'utf8');
}

/** Has the image's own NetworkManager read profiles: nmcli refuses what it would refuse. */
export function assertNetworkManagerReads(project: CliProject, names: readonly string[]): void {
  const tree = treeOf(project);
  for (const name of names) {
    const input = mustRun('debugfs', ['-R', `cat ${profile(name)}`, slotOf(project)]);
    assert.notEqual(input, '', name);
    const words = ['nmcli', '--offline', 'connection', 'modify', 'connection.autoconnect-retries', '1'];
    const { status, stdout, stderr } = runProgram('chroot', [tree, ...words], { input });
    assert.equal(status, 0, `${name}: ${stderr}`);
    assert.match(stdout, /^\[connection\]$/m, name);
    // What it does not know it leaves out, without a word; and what is so anyway.
    const values = [...input.matchAll(/^[a-z0-9-]+=(?!true$)(.+)$/gm)].map(([, value]) => value as string);
    for (const value of values) assert.ok(stdout.includes(value), `${name}: ${value}\n${stdout}`);
  }
}
