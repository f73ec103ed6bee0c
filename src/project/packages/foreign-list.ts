import { later, t, translated } from '../../base/language/texts.js';
import { installedBy } from './install-command.js';

/** A text that is not a list of packages, but the description of an image for another program. */
export interface ForeignList {
  /** 1-based line that shows it. */
  line: number;
  /** As the end of "This is ...". */
  form: string;
  remedy: string;
}

const namesAlone = later`Give the names of its packages alone, and \`-NAME\` for what it excludes.`;

/**
 * Whether a text is what another image builder or a script reads. Such a text is refused as a whole: read as a list,
 * its keys and values would be packages, and what it excludes would be included.
 * @param takesCommands `dnf install` and the like are read by whoever asks, and no reason to refuse
 */
export function foreignList(text: string, takesCommands = false): ForeignList | null {
  const lines = text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\r|\n/)
    .map((line, index) => ({ line: index + 1, text: line }))
    .filter((line) => line.text.trim() !== '');
  const told = lines.filter((line) => !/^\s*[#;]/.test(line.text));
  const [first] = told;
  if (first === undefined) return null;
  const found = (at: { line: number }, form: string, remedy = translated(namesAlone)) => ({
    line: at.line,
    form,
    remedy,
  });
  if (/^\s*<[?!/a-z]/i.test(first.text)) return found(first, t`XML, as kiwi and comps files are`);
  if (isJson(text)) return found(first, 'JSON');
  const section = told.find(({ text: one }) => /^\s*%packages\b/.test(one));
  if (section !== undefined) return takesCommands ? null : found(section, t`a kickstart file`);
  const script = lines.find(({ text: one }) => /^#!/.test(one));
  if (script !== undefined && !takesCommands) return found(script, t`a script`);
  const stranger = told.find(({ text: one }) => otherManager.test(one));
  if (stranger !== undefined) {
    return found(stranger, t`for another package manager`, t`Give Fedora's names of the packages alone.`);
  }
  const commands = told.filter(({ text: one }) => installedBy(one.replace(prompt, '')) !== null);
  if (takesCommands && commands.length > 0) return null;
  const docker = told.find(({ text: one }) => /^\s*(FROM|RUN|COPY|ENTRYPOINT)\s+\S/.test(one));
  if (docker !== undefined) return found(docker, t`a Dockerfile`);
  const [command] = commands;
  if (command !== undefined) return found(command, t`a command of a package manager`);
  return settingsOf(told, found);
}

function isJson(text: string): boolean {
  if (!/^[\uFEFF\s]*[{[]/.test(text)) return false;
  try {
    JSON.parse(text.replace(/^\uFEFF/, ''));
    return true;
  } catch {
    return /^[\uFEFF\s]*\{/.test(text);
  }
}

const prompt = /^\s*\[[^\]]*\]#\s/;

const otherManager =
  /^\s*(?:RUN\s+|\$\s+|sudo\s+|[A-Z_]+=\S*\s+)*(?:apt|apt-get|aptitude|apk|zypper|pacman|emerge|brew|pip3?|npm|snap|flatpak)\s+(?:-\S+\s+)*(?:install|add|in|-S\S*|update|upgrade)\b/;

type Line = { line: number; text: string };

/** A key of a list of packages that are wanted, whose values alone are read: `packages:`, `EXTRAPKGS=`. */
const ofPackages = /(pack(age)?s?|pkgs?|rpms?|requires|install|names?)(list)?([-_]\w+)?$/i;
const ofOthers = /exclu|remov|ignor|without|mask|volatile|build|^name$/i;

/** TOML, YAML and files of sections: what has keys besides that of one list. */
function settingsOf(
  lines: readonly Line[],
  found: (at: Line, form: string) => ForeignList,
): ForeignList | null {
  const section = lines.find(({ text }) => /^\[\[?[\w."'\s-]+\]\]?\s*([#;].*)?$/.test(text.trimStart()));
  const keys = lines.flatMap((line) => {
    const [, key, sign] = /^\s*(?:-\s+)?["']?([\w.-]+)["']?\s*(=(?!=)|:(?=\s|$))/.exec(line.text) ?? [];
    return key === undefined || sign === undefined ? [] : [{ line, key, sign }];
  });
  const [first] = keys;
  if (first === undefined) return null;
  const isList = new Set(keys.map(({ key }) => key)).size === 1 && ofPackages.test(first.key);
  if (isList && !ofOthers.test(first.key) && section === undefined) return null;
  if (first.sign === ':') return found(first.line, 'YAML');
  const isToml = keys.some(({ line }) => /=\s*["'[{\d]/.test(line.text));
  return found(section ?? first.line, isToml ? 'TOML' : t`a file of sections and settings, as mkosi.conf is`);
}
