import { Agent, Dispatcher, Pool, ProxyAgent, fetch as undiciFetch } from 'undici';
import { type HttpProxy, proxyFor } from './proxy-variables.js';

/**
 * Sends each request, also one that a redirection leads to, through the proxy that the environment names for it.
 * undici's own EnvHttpProxyAgent differs from curl, and so from the programs that we start: it sends https through
 * `http_proxy`, opens a tunnel for plain http (which proxies such as squid refuse for port 80), and knows neither
 * `all_proxy` nor networks in `no_proxy`.
 */
class EnvironmentDispatcher extends Dispatcher {
  readonly #direct = new Agent();
  readonly #proxied = new Map<string, ProxyAgent>();

  override dispatch(options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): boolean {
    const proxy = proxyFor(new URL(String(options.origin)));
    return (proxy === null ? this.#direct : this.#agentOf(proxy)).dispatch(options, handler);
  }

  #agentOf({ url }: HttpProxy): ProxyAgent {
    const known = this.#proxied.get(url.href);
    if (known !== undefined) return known;
    const agent = new ProxyAgent({
      uri: url.href,
      proxyTunnel: false,
      clientFactory: (origin, options) => new TunnelPool(origin, options),
      ...credentials(url),
    });
    this.#proxied.set(url.href, agent);
    return agent;
  }
}

/** A proxy answered with another status than 200 when it was asked for a tunnel. */
export class TunnelRefusal extends Error {
  constructor(readonly status: number) {
    super(`The proxy answered ${status}.`);
  }
}

/**
 * Connections to a proxy for tunnels. undici asks without end for one that the proxy hangs up on, and says of one
 * that it refuses that the request was cancelled.
 */
class TunnelPool extends Pool {
  override connect(options: Dispatcher.ConnectOptions): Promise<Dispatcher.ConnectData>;
  override connect(options: Dispatcher.ConnectOptions, callback: ConnectCallback): void;
  override connect(options: Dispatcher.ConnectOptions, callback?: ConnectCallback) {
    if (callback !== undefined) return super.connect(options, callback);
    return this.#tunnel(options);
  }

  async #tunnel(options: Dispatcher.ConnectOptions): Promise<Dispatcher.ConnectData> {
    const data = await super.connect(options).catch((error: Error) => {
      // Without its code, by which it would be taken for a connection that is worth another try.
      throw new Error(error.message, { cause: error });
    });
    if (data.statusCode === 200) return data;
    data.socket.on('error', () => {}).destroy();
    throw new TunnelRefusal(data.statusCode);
  }
}

type ConnectCallback = (error: Error | null, data: Dispatcher.ConnectData) => void;

/** A user without a password counts too. */
function credentials({ username, password }: URL): { token?: string } {
  if (username === '') return {};
  const pair = `${decoded(username)}:${decoded(password)}`;
  return { token: `Basic ${Buffer.from(pair).toString('base64')}` };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const dispatcher = new EnvironmentDispatcher();

/** `fetch` as Node has it, by way of the proxies of the environment. */
export async function fetchByEnvironment(url: string, init: RequestInit): Promise<Response> {
  const response = await undiciFetch(url, { ...(init as object), dispatcher });
  return response as unknown as Response;
}
