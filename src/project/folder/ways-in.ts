import path from 'node:path';
import { readFolder } from '../../base/fs/folder-entries.js';
import { readSmallText } from '../../base/fs/read-small-file.js';
import { pathBytes } from '../../base/text/path-text.js';
import { type ProjectExtras, scriptsOf } from './project-extras.js';

/** What of a project's folder may let somebody in, besides the accounts of the spec. */
export interface WaysIn {
  /** Accounts whose SSH keys come from root.override. */
  keyOwners: readonly string[];
  /** Files that set accounts or logins in a way that nobody can foresee: `hooks.d/10-users.sh`. */
  others: readonly string[];
  /** The folder has a rule for sudo of its own. */
  hasSudoRule: boolean;
}

export const noWaysIn: WaysIn = { keyOwners: [], others: [], hasSudoRule: false };

const accountWords =
  /\b(?:chpasswd|passwd|usermod|useradd|adduser|newusers|homectl|authorized_keys|autologin|shadow)\b/;
const sudoWords = /\bsudoers\b|NOPASSWD/;

/** Looks through root.override, hooks and scripts; only files that concern accounts are read. */
export async function readWaysIn(extras: ProjectExtras): Promise<WaysIn> {
  const override = extras.rootOverride === null ? [] : await readFolder(extras.rootOverride);
  const files = override.filter(({ kind }) => kind !== 'folder');
  const scripts = await scriptTexts(extras);
  const names = files.map((file) => file.path);
  const keyFiles = names.map((name) => keyOwnerOf(name)).filter((owner) => owner !== null);
  const logins = await Promise.all(
    files
      .filter((file) => concernsLogins(file.path))
      .map(async ({ path: name, kind }) => {
        // A link leads to a file of the image, which another one of this machine may be called like.
        const file = path.join(extras.rootOverride ?? '', name);
        const text = kind === 'file' ? await readSmallText(pathBytes(file)).catch(() => '') : '';
        const decides =
          /^etc\/(?:passwd|shadow)$/.test(name) ||
          /autologin|Authorized(?:Keys|Principals)|TrustedUserCA/i.test(text);
        return decides ? [`root.override/${name}`] : [];
      }),
  );
  return {
    keyOwners: [...new Set(keyFiles)],
    others: [
      ...logins.flat(),
      ...scripts.filter(({ text }) => accountWords.test(text)).map(({ name }) => name),
    ],
    hasSudoRule:
      names.some((name) => /^etc\/sudoers(?:\.d\/|$)/.test(name)) ||
      scripts.some(({ text }) => sudoWords.test(text)),
  };
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

async function scriptTexts(extras: ProjectExtras): Promise<{ name: string; text: string }[]> {
  const { hooks } = extras;
  const ofHooks = (hooks?.names ?? []).map(async (name) => ({
    name: `${hooks?.shownAs}/${name}`,
    text: await readSmallText(path.join(hooks?.dir ?? '', name)).catch(() => ''),
  }));
  const ofKickstart = scriptsOf(extras, 'post', 'post-nochroot').map(({ section, body }) => ({
    name: section === 'post' ? '%post' : '%post --nochroot',
    text: body,
  }));
  return [...(await Promise.all(ofHooks)), ...ofKickstart];
}
