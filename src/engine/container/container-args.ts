import path from 'node:path';
import type { RootView, Share, View } from '../engine.js';
import { shownIn } from '../views.js';

export interface ContainerOptions {
  /** Path of the client. */
  client: string;
  image: string;
  /** Names the container while it lives. */
  name: string;
  /** What programs see that have no view. */
  shares: readonly Share[];
  /** What the programs of the container see; all that have none share a container. */
  view: View | null;
  /** Absolute path of container-agent.py, below one of the shares. */
  agent: string;
}

/** Device nodes that a root tree gets: the harmless ones, each the host's own, since a container may make none. */
const deviceNodes = ['null', 'zero', 'full', 'random', 'urandom', 'tty'];

/** What programs may do in a view, of what the clients allow by default; view.py of the native engine keeps the same. */
const keptCapabilities = [
  ...['CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'FSETID', 'KILL', 'SETGID', 'SETUID', 'SYS_CHROOT', 'SETFCAP'],
];

/**
 * Words that start a container for programs: no privileges beyond the client's defaults, and nothing left of it when it
 * ends. Labels of SELinux are off for it instead of being changed on the host's files (podman-run(1), `label=disable`).
 * Limits of open files are low since programs that close all they might have open take minutes to count to a billion
 * (docker's default).
 */
export function containerArgs(options: ContainerOptions): string[] {
  const { client, image, name, shares, view, agent } = options;
  // With what prepares a root tree.
  const agentFolder = path.dirname(agent);
  const network = view === null ? 'host' : 'none';
  return [
    ...[client, 'run', '--rm', '--interactive', '--pull=never', '--name', name],
    ...['--security-opt', 'label=disable', '--log-driver=none', '--ulimit', 'nofile=1024:4096'],
    // With the host's network its name comes along.
    ...['--network', network, ...(network === 'none' ? ['--hostname', 'localhost'] : [])],
    ...['--user', '0:0', '--workdir', '/'],
    ...(view === null
      ? shares.flatMap(({ path, readOnly }) => bind(path, path, readOnly))
      : [...bind(agentFolder, agentFolder, true), ...confined, ...viewMounts(view)]),
    ...['--entrypoint', '/usr/bin/python3', image, '-I', agent],
  ];
}

/** Nothing of the machine but what the view shows; of the image everything, which nobody can change. */
const confined: readonly string[] = [
  ...['--read-only', '--security-opt', 'no-new-privileges', '--cap-drop', 'ALL'],
  ...keptCapabilities.flatMap((name) => ['--cap-add', name]),
  ...['/mnt', '/run'].flatMap((folder) => tmpfs(folder, '0755')),
  ...['/tmp', '/var/tmp'].flatMap((folder) => tmpfs(folder, '1777')),
];

function viewMounts(view: View): string[] {
  return [
    ...(view.kind === 'root' ? treeMounts(view) : []),
    ...shownIn(view).flatMap(({ from, to, readOnly }) => bind(from, to, readOnly === true)),
  ];
}

function treeMounts({ root }: RootView): string[] {
  return [
    ...tmpfs(`${root}/dev`, '0755'),
    ...deviceNodes.flatMap((node) => bind(`/dev/${node}`, `${root}/dev/${node}`, false)),
    // What the host shows of itself can be seen only: a container of its own makes no mounts.
    ...bind('/proc', `${root}/proc`, true),
    ...bind('/sys', `${root}/sys`, true),
    ...tmpfs(`${root}/run`, '0755'),
    ...tmpfs(`${root}/tmp`, '1777'),
  ];
}

function bind(from: string, to: string, readOnly: boolean): string[] {
  return ['--mount', `type=bind,source=${from},destination=${to}${readOnly ? ',readonly' : ''}`];
}

function tmpfs(folder: string, mode: string): string[] {
  return ['--tmpfs', `${folder}:rw,exec,nosuid,nodev,mode=${mode}`];
}

/** Whether a path can be written in a container client's arguments, where commas and colons part fields. */
export function isMountable(path: string): boolean {
  return !/[,:"\n]/.test(path);
}
