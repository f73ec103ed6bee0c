import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type Conf from 'conf';
import type { Options } from 'conf';

type Content = Record<string, unknown>;

/** The form of a conf store, and how older ones become it. */
export interface ConfForm {
  /** As in the `version` field of its content. */
  version: number;
  /** JSON Schema of the fields; compiling one takes 40 ms. */
  schema?: NonNullable<Options<Content>['schema']>;
  /** What turns a store of the version before into the named one: `'2.0.0': (store) => ...`. */
  migrations: NonNullable<Options<Content>['migrations']>;
}

type MakeConf = (folder: string, name: string, content: Content, form: ConfForm) => Conf<Content>;

/**
 * Loads conf, which takes as long as Ink does, and answers what makes a store `FOLDER/NAME.json` that holds a content,
 * migrated to the form's version, for its owner only; nothing of that name may be there. It waits for the disk, and
 * throws what the system says when the file cannot be written whole; a part of it may be left then.
 */
export async function loadConf(): Promise<MakeConf> {
  const { default: ConfStore } = await import('conf');
  return (folder, name, content, form) => {
    let text: string | null = null;
    const make = () =>
      new ConfStore<Content>({
        serialize: (value) => {
          text = JSON.stringify(value, null, '\t');
          return text;
        },
        cwd: folder,
        configName: name,
        fileExtension: 'json',
        configFileMode: 0o600,
        accessPropertiesByDotNotation: false,
        clearInvalidConfig: false,
        projectVersion: versionText(form.version),
        migrations: form.migrations,
        ...(form.schema === undefined ? {} : { schema: form.schema }),
        // As defaults, the content is what conf writes first; otherwise it would first write an empty store.
        defaults: { ...content, ...confOwn(Number(content.version)) },
      });
    let store: Conf<Content> | null = null;
    try {
      store = make();
    } catch (error) {
      if (text === null || !(error instanceof SyntaxError)) throw error;
    }
    // conf takes a part that still fitted on a full disk for the whole.
    const file = confPath(folder, name);
    if (text !== null && readFileSync(file, 'utf8') !== text) writeFileSync(file, text);
    return store ?? make();
  };
}

/** Path of the store in a folder. */
export function confPath(folder: string, name: string): string {
  return path.join(folder, `${name}.json`);
}

/** What conf keeps of itself in a store: the version that its migrations have reached. */
export function confOwn(version: number): Content {
  return { __internal__: { migrations: { version: versionText(version) } } };
}

function versionText(version: number): string {
  return `${version}.0.0`;
}
