import { spawn } from 'node:child_process';
import { chmodSync, chownSync, existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { prepareForkyBuildRoot } from './forky-root.js';
import { type OrdinaryUser, ordinaryUser } from './ordinary-user.js';
import { mustRun, runProgram } from './run-program.js';
import { newFolder } from './scratch.js';

/** Stands in for the image that is made of Fedora's: newer programs than this machine's, and dnf 5. */
export const buildImage = 'localhost/tfr-test-programs:latest';

/** An ordinary user, and a container client that works for him with {@link buildImage}. */
export interface ContainerHost {
  client: 'podman' | 'docker';
  user: OrdinaryUser;
  /** Words to put before a program of that user. */
  as: readonly string[];
  env: Readonly<Record<string, string>>;
  /** Containers of the user, running or not, as the client lists them. */
  containers(): string;
}

/**
 * A podman without root. Its mount namespace hides a second cgroup hierarchy, with which podman fails on machines that
 * have both (facts, testbed.md).
 */
export async function podmanHost(t: Pick<TestContext, 'after'>): Promise<ContainerHost> {
  const user = ordinaryUser(t);
  const env = { ...user.env, STORAGE_DRIVER: 'overlay' };
  const hide = 'umount /sys/fs/cgroup/unified 2>/dev/null; exec "$@"';
  const as = ['unshare', '--mount', 'sh', '-c', hide, 'sh', ...user.as];
  const host = hostOf('podman', user, as, env);
  await addImage(host);
  return host;
}

/** A docker daemon of our own, which is root, and whose socket the user may write to. */
export async function dockerHost(t: Pick<TestContext, 'after'>): Promise<ContainerHost> {
  const user = ordinaryUser(t);
  const dir = newFolder('tfr-docker-');
  chmodSync(dir, 0o711);
  const socket = path.join(dir, 'docker.sock');
  const daemon = spawn(
    // With the namespace its own mounts go away.
    'unshare',
    [
      ...['--mount', 'dockerd'],
      // Containers of ours have the host's network or none.
      ...['--iptables=false', '--ip6tables=false', '--bridge=none', '--storage-driver=overlay2'],
      ...['--data-root', path.join(dir, 'data'), '--exec-root', path.join(dir, 'exec')],
      ...['--pidfile', path.join(dir, 'pid'), '--host', `unix://${socket}`],
    ],
    { stdio: 'ignore' },
  );
  const gone = new Promise<void>((resolve) => daemon.once('close', () => resolve()));
  t.after(async () => {
    daemon.kill('SIGTERM');
    await gone;
    rmSync(dir, { recursive: true, force: true });
  });
  const env = { ...user.env, DOCKER_HOST: `unix://${socket}` };
  const answers = () => runProgram('docker', ['version'], { env }).status === 0;
  for (let left = 600; !answers(); left -= 1) {
    if (left === 0 || daemon.exitCode !== null) throw new Error('dockerd does not answer');
    await sleep(100);
  }
  // As if the user were in its group.
  chownSync(socket, user.uid, user.gid);
  const host = hostOf('docker', user, user.as, env);
  await addImage(host);
  return host;
}

/** docker's client with a podman without root behind its socket (podman-system-service(1)). */
export async function podmanSocketHost(t: Pick<TestContext, 'after'>): Promise<ContainerHost> {
  const podman = await podmanHost(t);
  const socket = path.join(podman.user.scratch, 'podman.sock');
  const [program, ...words] = [...podman.as, 'podman', 'system', 'service', '--time=0', `unix://${socket}`];
  const service = spawn(program as string, words, {
    stdio: 'ignore',
    cwd: podman.user.scratch,
    env: podman.env,
  });
  const gone = new Promise<void>((resolve) => service.once('close', () => resolve()));
  t.after(async () => {
    service.kill('SIGTERM');
    await gone;
  });
  const env = { ...podman.user.env, DOCKER_HOST: `unix://${socket}` };
  const answers = () => runProgram('docker', ['version'], { env }).status === 0;
  for (let left = 600; !answers(); left -= 1) {
    if (left === 0 || service.exitCode !== null) throw new Error('podman system service does not answer');
    await sleep(100);
  }
  return hostOf('docker', podman.user, podman.user.as, env);
}

function hostOf(
  client: ContainerHost['client'],
  user: OrdinaryUser,
  as: readonly string[],
  env: ContainerHost['env'],
): ContainerHost {
  const list = ['ps', '--all', '--format', '{{.Names}}'];
  return {
    ...{ client, user, as, env },
    containers: () => mustRun(as[0] as string, [...as.slice(1), client, ...list], { env, cwd: user.scratch }),
  };
}

async function addImage({ client, user, as, env }: ContainerHost): Promise<void> {
  const root = await prepareForkyBuildRoot();
  if (!existsSync(path.join(root, 'usr/bin/python3'))) throw new Error(`${root} has no python3`);
  // Another tree, another note.
  const note = `org.tfr.root=${path.basename(root)}`;
  const inspect = ['image', 'inspect', '--format', '{{json .}}', buildImage];
  const present = runProgram(as[0] as string, [...as.slice(1), client, ...inspect], {
    env,
    cwd: user.scratch,
  });
  if (present.stdout.includes(path.basename(root))) return;
  const words = [...as, client, 'import', '--change', `LABEL ${note}`, '-', buildImage];
  const script = 'root=$1; shift; tar --directory "$root" --create . | "$@"';
  mustRun('sh', ['-euc', script, 'sh', root, ...words], { env, cwd: user.scratch, timeoutMs: 600_000 });
}
