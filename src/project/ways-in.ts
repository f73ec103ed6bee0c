import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { KickstartSystem } from './kickstart/kickstart-system.js';
import { readFolder } from './override/folder-entries.js';
import { pathBytes } from './override/path-text.js';
import { type ProjectParts, scriptsOf } from './project-parts.js';

/** What of a project's folder may let somebody in, besides the accounts of the spec. */
export interface WaysIn {
  /** Accounts whose SSH keys come from root.override or a kickstart command. */
  keyOwners: readonly string[];
  /** Files that set accounts or logins in a way that nobody can foresee: `hooks.d/10-users.sh`. */
  others: readonly string[];
  /** The folder has a rule for sudo of its own. */
  hasSudoRule: boolean;
  /** Accounts with a shell that lets nobody in: services run as them. */
  closed: readonly string[];
}

export const noWaysIn: WaysIn = { keyOwners: [], others: [], hasSudoRule: false, closed: [] };

const accountWords =
  /\b(?:chpasswd|passwd|usermod|useradd|adduser|newusers|homectl|authorized_keys|autologin|shadow)\b/;
const sudoWords = /\bsudoers\b|NOPASSWD/;

/** Looks through root.override, hooks and scripts; only files that concern accounts are read. */
export async function readWaysIn(parts: ProjectParts): Promise<WaysIn> {
  const override = parts.rootOverride === null ? [] : await readFolder(parts.rootOverride);
  const files = override.filter(({ kind }) => kind !== 'folder');
  const scripts = await scriptTexts(parts);
  const names = files.map((file) => file.path);
  const keyFiles = names.map((name) => keyOwnerOf(name)).filter((owner) => owner !== null);
  const logins = await Promise.all(
    files
      .filter((file) => concernsLogins(file.path))
      .map(async ({ path: name, kind }) => {
        // A link leads to a file of the image, which another one of this machine may be called like.
        const file = path.join(parts.rootOverride ?? '', name);
        const text = kind === 'file' ? await readFile(pathBytes(file), 'utf8').catch(() => '') : '';
        const decides =
          /^etc\/(?:passwd|shadow)$/.test(name) ||
          /autologin|Authorized(?:Keys|Principals)|TrustedUserCA/i.test(text);
        return decides ? [`root.override/${name}`] : [];
      }),
  );
  const { sshKeys, accounts } = parts.kickstart.system;
  return {
    keyOwners: [...new Set([...keyFiles, ...sshKeys.map(({ user }) => user)])],
    others: [
      ...logins.flat(),
      ...scripts.filter(({ text }) => accountWords.test(text)).map(({ name }) => name),
    ],
    hasSudoRule:
      names.some((name) => /^etc\/sudoers(?:\.d\/|$)/.test(name)) ||
      scripts.some(({ text }) => sudoWords.test(text)),
    closed: closedAccounts(accounts),
  };
}

function closedAccounts(accounts: KickstartSystem['accounts']): string[] {
  return Object.entries(accounts)
    .filter(([, { shell }]) => shell !== null && /\/(?:nologin|false)$/.test(shell))
    .map(([name]) => name);
}

function keyOwnerOf(name: string): string | null {
  const match = /^(?:(root)|(?:var\/)?home\/([^/]+))\/\.ssh\/authorized_keys2?$/.exec(name);
  return match?.[1] ?? match?.[2] ?? null;
}

function concernsLogins(name: string): boolean {
  return /^etc\/(?:passwd|shadow|ssh\/sshd_config.*|systemd\/system\/.*|gdm\/.*|sddm.*|lightdm\/.*)$/.test(
    name,
  );
}

async function scriptTexts(parts: ProjectParts): Promise<{ name: string; text: string }[]> {
  const { hooks } = parts;
  const ofHooks = (hooks?.names ?? []).map(async (name) => ({
    name: `${hooks?.shownAs}/${name}`,
    text: await readFile(path.join(hooks?.dir ?? '', name), 'utf8').catch(() => ''),
  }));
  const ofKickstart = scriptsOf(parts, 'post', 'post-nochroot').map(({ section, body }) => ({
    name: section === 'post' ? '%post' : '%post --nochroot',
    text: body,
  }));
  return [...(await Promise.all(ofHooks)), ...ofKickstart];
}
