import type { CauseKind } from '../failure-cause.js';
import { sentences, t } from '../language/texts.js';
import { basicAuthorization, loginFor } from './netrc.js';
import { type HttpProxy, namesProxy, proxyFor } from './proxy-variables.js';

/**
 * `fetch` through the proxy that the environment names: what every request of ours goes through, since Node's own
 * does not look at `http_proxy` and the like, and with the login that ~/.netrc has for the server. What goes wrong on
 * the way through a proxy names it.
 */
export async function httpFetch(url: string, request: RequestInit = {}): Promise<Response> {
  const login = await loginFor(url);
  // Where a redirection leads to another server, fetch leaves the header out.
  const init =
    login === null
      ? request
      : { ...request, headers: { ...(request.headers as object), authorization: basicAuthorization(login) } };
  // Node has it at hand; the other takes 0.1 s to load.
  if (!namesProxy()) return await fetch(url, init);
  const proxy = proxyFor(new URL(url));
  const { fetchByEnvironment, TunnelRefusal } = await import('./proxy-dispatcher.js');
  try {
    return await fetchByEnvironment(url, init);
  } catch (error) {
    if (proxy === null || init.signal?.aborted === true) throw error;
    const { cause } = error as Error;
    const isRefusal = cause instanceof TunnelRefusal;
    const reason = isRefusal ? refusal(cause.status, url, proxy) : through(proxy, networkReason(error));
    throw new TypeError('fetch failed', { cause: new ProxyTrouble(reason, { cause: error }) });
  }
}

/** What went wrong on the way through a proxy, in a sentence that names it. */
class ProxyTrouble extends Error {}

/** What a server's status means, as a sentence; one that came through a proxy may be the proxy's own. */
export function statusReason({ status, url }: Pick<Response, 'status' | 'url'>, isGone = false): string {
  const said = isGone
    ? t`The server answered ${status}: it is not there.`
    : t`The server answered ${status}.`;
  // Through a tunnel the server itself has answered.
  return url.startsWith('https:') ? said : sentences(said, proxyNote(url));
}

/** The cause that such a status shows, if any. */
export function statusCause({ status, url }: Pick<Response, 'status' | 'url'>): CauseKind | undefined {
  if (!url.startsWith('https:') && proxyNote(url) !== '') return 'proxy';
  return status === 401 ? 'asks-for-login' : undefined;
}

/** Says through which proxy a URL is reached, as a sentence; empty where there is none. */
export function proxyNote(url: string): string {
  const proxy = /^https?:/.test(url) && URL.canParse(url) ? proxyFor(new URL(url)) : null;
  return proxy === null ? '' : t`The request went through the proxy ${shown(proxy)}.`;
}

/** The cause of an error of {@link httpFetch}, where its words are ours. */
export function networkCause(error: unknown): CauseKind | undefined {
  return (error as Error).cause instanceof ProxyTrouble ? 'proxy' : undefined;
}

/** The cause that fetch hides behind "fetch failed", as a sentence. */
export function networkReason(error: unknown): string {
  const { message, cause } = error as Error;
  if (!(cause instanceof Error)) return asSentence(message);
  const { code } = cause as NodeJS.ErrnoException;
  return asSentence(cause.message === '' ? (code ?? message) : cause.message);
}

function asSentence(text: string): string {
  return /[.。]$/.test(text) ? text : `${text}.`;
}

function through(proxy: HttpProxy, reason: string): string {
  // undici's word where no tunnel was asked for.
  if (reason.includes('(407)')) return asksForPassword(proxy);
  return t`Through the proxy ${shown(proxy)}: ${reason}`;
}

function refusal(status: number, url: string, proxy: HttpProxy): string {
  if (status === 407) return asksForPassword(proxy);
  return t`The proxy ${shown(proxy)} answered ${status} when asked for ${new URL(url).host}.`;
}

function asksForPassword(proxy: HttpProxy): string {
  const line = `${proxy.variable.toLowerCase()}=${proxy.url.protocol}//USER:PASSWORD@${proxy.url.host}`;
  return proxy.url.username === ''
    ? t`The proxy ${shown(proxy)} asks for a user and a password: write ${line}.`
    : t`The proxy ${shown(proxy)} rejects the user and password given: write ${line}.`;
}

/** Without user and password. */
function shown({ url, variable }: HttpProxy): string {
  return `\`${url.protocol}//${url.host}\` (\`${variable}\`)`;
}
