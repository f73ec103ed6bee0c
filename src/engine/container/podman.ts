import { t } from '../../base/language/texts.js';
import type { ProcessAnswer } from '../start-process.js';
import { type ClientRecord, type ContainerClient, lastLine, parseInfo } from './container-client.js';

/** What podman answers; all that is read of it. */
interface PodmanInfo {
  host?: { serviceIsRemote?: boolean };
  version?: { Version?: string };
}

export const podman: ClientRecord<'podman'> = {
  name: 'podman',
  manual: 'https://podman.io/docs/installation',
  infoArgs: ['info', '--format', 'json'],
  readInfo: readPodmanInfo,
  // It takes them from its own environment.
  proxyArgs: () => [],
};

/** Reads the answer of podman-info(1). */
export function readPodmanInfo(program: string, answer: ProcessAnswer): ContainerClient<'podman'> {
  const info = answer.status === 0 ? (parseInfo(answer.stdout) as PodmanInfo | null) : null;
  const version = info?.version?.Version;
  if (version !== undefined) {
    return { name: 'podman', works: true, program, version, isRemote: info?.host?.serviceIsRemote === true };
  }
  const why = lastLine(answer);
  const remedy = /machine/.test(why)
    ? t`Start its virtual machine: podman machine start`
    : t`See: podman info`;
  return { name: 'podman', works: false, program, why: t`does not work: ${why}`, remedy };
}
