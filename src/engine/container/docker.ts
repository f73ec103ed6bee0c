import { t } from '../../base/language/texts.js';
import type { ProcessAnswer } from '../start-process.js';
import { type ClientRecord, type ContainerClient, lastLine, parseInfo } from './container-client.js';

/** What docker answers; all that is read of it. */
interface DockerInfo {
  ServerVersion?: string;
  ServerErrors?: string[];
  OperatingSystem?: string;
}

export const docker: ClientRecord<'docker'> = {
  name: 'docker',
  manual: 'https://docs.docker.com/engine/install',
  infoArgs: ['info', '--format', '{{json .}}'],
  readInfo: readDockerInfo,
  // It takes the values of those that are named from its environment.
  proxyArgs: (variables) => variables.flatMap((variable) => ['--build-arg', variable]),
};

/** Reads the answer of `docker info`, which ends with status 0 in old versions though no daemon answers. */
export function readDockerInfo(program: string, answer: ProcessAnswer): ContainerClient<'docker'> {
  const info = parseInfo(answer.stdout) as DockerInfo | null;
  const [error] = info?.ServerErrors ?? [];
  const version = info?.ServerVersion;
  if (error === undefined && version !== undefined && version !== '') {
    // Docker Desktop keeps its containers in a virtual machine on every system.
    const isRemote = info?.OperatingSystem === 'Docker Desktop';
    return { name: 'docker', works: true, program, version, isRemote };
  }
  const why = error ?? lastLine(answer);
  const remedy = /permission denied/.test(why)
    ? t`Join its group, and log in again: sudo usermod -aG docker "$USER"`
    : t`Start it: sudo systemctl start docker`;
  return { name: 'docker', works: false, program, why: t`does not work: ${why}`, remedy };
}
