import { BlockList, isIP } from 'node:net';
import { missingHere } from '../failure.js';
import { t } from '../language/texts.js';

type Environment = Readonly<Record<string, string | undefined>>;

const names = ['http_proxy', 'https_proxy', 'ftp_proxy', 'all_proxy', 'no_proxy'] as const;

/**
 * Of an environment only what says how the network is reached, under small and capital names alike: programs differ
 * in which of the two they read, and some (podman is one) know no `all_proxy`. All of them, and {@link proxyFor},
 * shall go the same way.
 */
export function proxyVariables(env: Environment = process.env): Record<string, string> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const isOfAll = name === 'http_proxy' || name === 'https_proxy';
      const value = (settingOf(name, env) ?? (isOfAll ? settingOf('all_proxy', env) : null))?.value;
      return value === undefined
        ? []
        : [
            [name, value],
            [name.toUpperCase(), value],
          ];
    }),
  );
}

/** A proxy, and the variable that names it, as a person has written it. */
export interface HttpProxy {
  url: URL;
  variable: string;
}

/** Whether requests may have to go through a proxy at all. */
export function namesProxy(env: Environment = process.env): boolean {
  return (['http_proxy', 'https_proxy', 'all_proxy'] as const).some((name) => settingOf(name, env) !== null);
}

/**
 * The proxy through which a URL of http or https is reached, or null: there is none. By the rules of curl, and so of
 * libdnf: each scheme has a variable of its own, `all_proxy` is for both, a small name wins over a capital one,
 * `http://` may be left out. Beyond curl, `HTTP_PROXY` counts, and entries of `no_proxy` may have a port or `*.`.
 * @throws Failure with exit status 3 for a variable that names no HTTP proxy.
 */
export function proxyFor(url: URL, env: Environment = process.env): HttpProxy | null {
  const own = url.protocol === 'https:' ? 'https_proxy' : 'http_proxy';
  const found = settingOf(own, env) ?? settingOf('all_proxy', env);
  if (found === null || isExempt(url, settingOf('no_proxy', env)?.value ?? '')) return null;
  return { url: proxyUrl(found), variable: found.name };
}

interface Variable {
  name: string;
  value: string;
}

/** An empty variable is one that is not set, as for curl. */
function settingOf(name: (typeof names)[number], env: Environment): Variable | null {
  for (const each of [name, name.toUpperCase()]) {
    const value = env[each]?.trim();
    if (value) return { name: each, value };
  }
  return null;
}

function proxyUrl({ name, value }: Variable): URL {
  const written = value.includes('://') ? value : `http://${value}`;
  const url = URL.canParse(written) ? new URL(written) : null;
  if (url !== null && ['http:', 'https:'].includes(url.protocol) && url.hostname !== '') return url;
  // The value itself is not told: it may hold a password.
  throw missingHere({
    what: t`The variable \`${name}\` does not name an HTTP proxy.`,
    where: name,
    ...(url === null ? {} : { why: t`Its scheme is \`${url.protocol.slice(0, -1)}\`.` }),
    remedy: t`Write it as \`${name.toLowerCase()}=http://HOST:PORT\`, or name the hosts that need no proxy in \`no_proxy\`.`,
  });
}

function isExempt(url: URL, list: string): boolean {
  if (list === '*') return true;
  const host = url.hostname.replace(/^\[|\]$|\.$/g, '').toLowerCase();
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  return list.split(/[\s,]+/).some((entry) => entry !== '' && isMeant(entry.toLowerCase(), host, port));
}

function isMeant(entry: string, host: string, port: string): boolean {
  // An IPv6 address without brackets has several colons, and no port.
  const [, place = entry, wanted = port] = /^(\[.*\]|[^:]*)(?::(\d+))?$/.exec(entry) ?? [];
  if (wanted !== port) return false;
  if (isIP(host) !== 0) return isInNetwork(host, place.replace(/^\[|\]/g, ''));
  const name = place.replace(/^\*?\./, '').replace(/\.$/, '');
  return name !== '' && (host === name || host.endsWith(`.${name}`));
}

/** @param network an address, or one with the length of its prefix: `10.0.0.0/8` */
function isInNetwork(host: string, network: string): boolean {
  const [address = '', prefix] = network.split('/');
  const version = isIP(address);
  const length = Number(prefix ?? (version === 4 ? 32 : 128));
  if (version === 0 || version !== isIP(host) || !Number.isInteger(length)) return false;
  if (length < 0 || length > (version === 4 ? 32 : 128)) return false;
  const list = new BlockList();
  list.addSubnet(address, length, version === 4 ? 'ipv4' : 'ipv6');
  return list.check(host, version === 4 ? 'ipv4' : 'ipv6');
}
