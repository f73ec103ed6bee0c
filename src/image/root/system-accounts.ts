import { t } from '../../base/language/texts.js';

/** Content of the files of accounts: /etc/passwd and so on. */
export interface AccountFiles {
  passwd: string;
  group: string;
  shadow: string;
  gshadow: string;
}

/** The largest number of an account of the system, which are given downwards (systemd's SYSTEM_UID_MAX). */
const largestSystemId = 999;

/**
 * Adds accounts that packages ask for, as systemd-sysusers(8) would: what is there already stays as it is, fixed
 * numbers are taken first, others follow from the order of the lines.
 * @param lines in the format of sysusers.d(5)
 * @param day of the last change of the passwords that nobody has, days since 1970
 */
export function addSystemAccounts(files: AccountFiles, lines: readonly string[], day: number): AccountFiles {
  const wanted = lines.map(wordsOf);
  const accounts = new Accounts(files, day);
  const ofKind = (kind: string) => wanted.filter(([first = '']) => first.replace('!', '') === kind);
  for (const isFixed of [true, false]) {
    const now = (words: string[]) => /^\d/.test(words[2] ?? '-') === isFixed;
    for (const [, name = '', id = '-'] of ofKind('g').filter(now)) accounts.addGroup(name, id);
    for (const words of ofKind('u').filter(now)) accounts.addUser(words);
  }
  for (const [, user = '', group = ''] of ofKind('m')) accounts.addMember(user, group);
  return accounts.files();
}

/** Words of a line, of which some are in quotation marks. */
function wordsOf(line: string): string[] {
  return [...line.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(([, a, b, c]) => a ?? b ?? c ?? '');
}

class Accounts {
  readonly #tables: Record<keyof AccountFiles, string[][]>;
  readonly #day: number;

  constructor(files: AccountFiles, day: number) {
    this.#tables = {
      passwd: rowsOf(files.passwd),
      group: rowsOf(files.group),
      shadow: rowsOf(files.shadow),
      gshadow: rowsOf(files.gshadow),
    };
    this.#day = day;
  }

  files(): AccountFiles {
    const { passwd, group, shadow, gshadow } = this.#tables;
    return {
      passwd: rowsText(passwd),
      group: rowsText(group),
      shadow: rowsText(shadow),
      gshadow: rowsText(gshadow),
    };
  }

  /** Answers the group's number. */
  addGroup(name: string, id: string): string {
    const known = this.#row('group', name)?.[2];
    if (known !== undefined) return known;
    const number = this.#freeId(id, ['group']);
    this.#tables.group.push([name, 'x', number, '']);
    this.#tables.gshadow.push([name, '!*', '', '']);
    return number;
  }

  addUser([, name = '', ids = '-', gecos = '-', home = '-', shell = '-']: string[]): void {
    if (this.#row('passwd', name) !== undefined) return;
    const [id = '-', group] = ids.split(':');
    const known = this.#row('group', name)?.[2];
    const ownGroup = group === undefined && known === undefined;
    const number = this.#freeId(id === '-' ? (known ?? id) : id, ownGroup ? ['passwd', 'group'] : ['passwd']);
    const groupId = group === undefined ? this.addGroup(name, number) : this.#groupId(group);
    const orElse = (word: string, value: string) => (word === '-' ? value : word);
    const texts = [orElse(gecos, ''), orElse(home, '/'), orElse(shell, '/usr/sbin/nologin')];
    this.#tables.passwd.push([name, 'x', number, groupId, ...texts]);
    this.#tables.shadow.push([name, '!*', String(this.#day), '', '', '', '', '', '']);
  }

  addMember(user: string, group: string): void {
    this.addUser(['u', user]);
    this.addGroup(group, '-');
    for (const table of ['group', 'gshadow'] as const) {
      const row = this.#row(table, group);
      const members = (row?.[3] ?? '').split(',').filter((one) => one !== '');
      if (row !== undefined && !members.includes(user)) row[3] = [...members, user].join(',');
    }
  }

  #row(table: keyof AccountFiles, name: string): string[] | undefined {
    return this.#tables[table].find(([first]) => first === name);
  }

  /** A group by its number, which need not have a name, or by its name. */
  #groupId(group: string): string {
    return /^\d+$/.test(group) ? group : this.addGroup(group, '-');
  }

  #freeId(wanted: string, tables: readonly ('passwd' | 'group')[]): string {
    const isFree = (id: string, where: readonly ('passwd' | 'group')[]) =>
      where.every((table) => !this.#tables[table].some((row) => row[2] === id));
    if (/^\d+$/.test(wanted) && isFree(wanted, tables)) return wanted;
    for (let id = largestSystemId; id > 0; id -= 1)
      if (isFree(String(id), ['passwd', 'group'])) return String(id);
    throw new Error(t`All numbers of system accounts are taken.`);
  }
}

function rowsOf(text: string): string[][] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.split(':'));
}

function rowsText(rows: readonly string[][]): string {
  return rows.map((row) => `${row.join(':')}\n`).join('');
}
