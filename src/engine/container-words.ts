import type { RootView, SysimageView } from './engine.js';

/** A folder of the host that programs find under the same path in the container. */
export interface Share {
  /** Absolute path. */
  path: string;
  readOnly: boolean;
}

export interface ContainerOptions {
  /** Path of `podman` or `docker`. */
  client: string;
  image: string;
  /** Names the container while it lives. */
  name: string;
  shares: readonly Share[];
  /** What the one program of the container sees; all programs of a run share a container without a view. */
  view: RootView | SysimageView | null;
  /** Absolute path of container-agent.py, below one of the shares. */
  agent: string;
}

/** Device nodes that a root tree gets: the harmless ones, each the host's own, since a container may make none. */
const deviceNodes = ['null', 'zero', 'full', 'random', 'urandom', 'tty'];

/**
 * Words that start a container for programs: no privileges beyond the client's defaults, and nothing left of it when it
 * ends. Labels of SELinux are off for it instead of being changed on the host's files (podman-run(1), `label=disable`).
 * Limits of open files are low since programs that close all they might have open take minutes to count to a billion
 * (docker's default).
 */
export function containerWords(options: ContainerOptions): string[] {
  const { client, image, name, shares, view, agent } = options;
  const network = view === null || (view.kind === 'root' && view.network === 'host') ? 'host' : 'none';
  return [
    ...[client, 'run', '--rm', '--interactive', '--pull=never', '--name', name],
    ...['--security-opt', 'label=disable', '--log-driver=none', '--ulimit', 'nofile=1024:4096'],
    // With the host's network its name comes along.
    ...['--network', network, ...(network === 'none' ? ['--hostname', 'localhost'] : [])],
    ...['--user', '0:0', '--workdir', '/'],
    ...shares.flatMap((share) => bind(share.path, share.path, share.readOnly || view?.kind === 'sysimage')),
    ...(view === null ? [] : view.kind === 'root' ? rootMounts(view) : sysimageMounts(view)),
    ...['--entrypoint', '/usr/bin/python3', image, '-I', agent],
  ];
}

function rootMounts({ root, binds }: RootView): string[] {
  return [
    ...tmpfs(`${root}/dev`, '0755'),
    ...deviceNodes.flatMap((node) => bind(`/dev/${node}`, `${root}/dev/${node}`, false)),
    // What the host shows of itself can be seen only: a container of its own makes no mounts.
    ...bind('/proc', `${root}/proc`, true),
    ...bind('/sys', `${root}/sys`, true),
    ...tmpfs(`${root}/run`, '0755'),
    ...tmpfs(`${root}/tmp`, '1777'),
    ...binds.flatMap(({ from, to, readOnly }) => bind(from, `${root}${to}`, readOnly === true)),
  ];
}

function sysimageMounts({ root, repo }: SysimageView): string[] {
  return [
    '--read-only',
    ...['/mnt', '/run'].flatMap((folder) => tmpfs(folder, '0755')),
    ...['/tmp', '/var/tmp'].flatMap((folder) => tmpfs(folder, '1777')),
    ...bind(root, '/mnt/sysimage', false),
    ...(repo === null ? [] : bind(repo, '/run/install/repo', true)),
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
