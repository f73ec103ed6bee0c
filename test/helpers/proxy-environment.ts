const variables = ['http_proxy', 'https_proxy', 'ftp_proxy', 'all_proxy', 'no_proxy'];

/** Tests that put the variables back at their end: as they were before the first call. */
const owners = new WeakSet<object>();

/** Sets what names proxies in this process, and takes away all else that does, until the test is over. */
export function proxyEnvironment(
  t: { after(undo: () => void): void },
  given: Readonly<Record<string, string>>,
): void {
  const names = [...variables, ...variables.map((name) => name.toUpperCase())];
  const before = names.map((name) => [name, process.env[name]] as const);
  for (const name of names) delete process.env[name];
  Object.assign(process.env, given);
  if (owners.has(t)) return;
  owners.add(t);
  t.after(() => {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  });
}
