/** The entries of a list as its file holds them, `NAME MORE | NAME MORE`, in their order. */
export function listEntries(text: string): { name: string; more: string }[] {
  return text.split('|').map((entry) => {
    const [name = '', ...more] = entry.trim().split(/\s+/);
    return { name, more: more.join(' ') };
  });
}
