import { later } from './language/texts.js';

/** A URL that names a user, maybe with a password (RFC 3986, 3.2.1). */
const credentials = /^([a-z][a-z0-9+.-]*:\/\/)[^/?#]*@/i;

export function hasCredentials(url: string): boolean {
  return credentials.test(url);
}

/** The URL without user and password. */
export function withoutCredentials(url: string): string {
  return url.replace(credentials, '$1');
}

/** A text for messages: what may be user and password in it is left out, also where the URL is not valid. */
export function hideCredentials(text: string): string {
  return text.replace(/([a-z]:\/\/)\S*@/gi, '$1...@');
}

/** What a person is told of a URL with a password. Nothing of it is repeated. */
export const credentialsRefusal = {
  message: later`The URL holds a user name or a password (it is not shown here).`,
  remedy: later`Leave it out, and add a line to ~/.netrc: machine HOST login USER password PASSWORD`,
} as const;
