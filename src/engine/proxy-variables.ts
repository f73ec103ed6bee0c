const names = ['http_proxy', 'https_proxy', 'ftp_proxy', 'all_proxy', 'no_proxy'];

/** Of the caller's environment only what says how the network is reached. */
export function proxyVariables(): Record<string, string> {
  const variables: Record<string, string> = {};
  for (const name of names.flatMap((one) => [one, one.toUpperCase()])) {
    const value = process.env[name];
    if (value !== undefined) variables[name] = value;
  }
  return variables;
}
