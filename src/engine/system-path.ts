/** Where programs are looked for: the system's own folders, not the caller's PATH, which may hold anything. */
export const systemPath = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'];
