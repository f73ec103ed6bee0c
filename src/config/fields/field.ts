import type * as v from 'valibot';

/**
 * One field of the spec. Everything that is said of it anywhere comes from here: its type in TypeScript, the schema
 * that judges project files and its JSON Schema, its default, flag and variable, its row on a screen of the wizard,
 * its part in the review, and its line in the manual.
 * @typeParam In What a project file may say.
 * @typeParam Out What stands in the spec.
 */
export interface FieldRecord<In, Out = In> {
  /** The form of its value in a project file, with examples and the likeliest value for a wrong one. */
  schema: v.GenericSchema<In, unknown>;
  /** What editors show, and the manual's table of fields. A sentence. */
  description: string;
  default: NoInfer<Out> | ((base: DefaultBase) => NoInfer<Out>);
  /** The default for people, where its value does not say it: `name of the folder`. */
  defaultText?: string;
  /** Where a value of the spec is another one than the project file's; `print` writes what `parse` reads. */
  parse?: (value: In) => Out;
  print?: (value: Out) => In;
  flag?: Flag;
  /** Environment variable of the seed's interface. */
  variable?: string;
  /** Kickstart command, with its option, that says the same. */
  kickstart?: string;
  /** One of these must hold for the field to have an effect. */
  matters?: readonly Condition[];
  /** The screen of the wizard that answers for it. */
  screen?: FieldScreen;
  /** How that screen asks for it; absent where it asks in a way of its own, or not at all. */
  ask?: Question;
  /**
   * What the review's line of its screen says of it; nothing where that is empty. Lines are joined by ` · `, but for
   * a text that begins with a comma or a blank.
   * @param at Value of any field of the spec, by its path.
   */
  summary?: (value: NoInfer<Out>, at: (path: string) => unknown) => string;
}

/** A record in the tree of fields. */
export interface Field<In, Out = In> extends FieldRecord<In, Out> {
  kind: 'field';
}

// biome-ignore lint/suspicious/noExplicitAny: a field of any type: its functions take what its own schema gives
export type AnyField = Field<any, any>;

/** Fields by their names; the path of a field is the names on the way to it. */
export interface FieldGroup {
  readonly [name: string]: AnyField | FieldGroup;
}

/** What defaults depend on. */
export interface DefaultBase {
  /** Name of the image. */
  name: string;
  sectorSize: 512 | 4096;
  devices: readonly string[];
}

/** A flag that sets one field. */
export interface Flag {
  /** `--disk-size`. */
  name: string;
  /** What stands behind it in the help: `SIZE`; absent for a switch, which also has its `--no-` form. */
  value?: string;
  /**
   * How the words become a value: `text` as it is (empty means null where the field can be null), `number`,
   * `list` repeatable and split at commas, `items` repeatable and never split, `switch`.
   */
  kind: 'text' | 'number' | 'list' | 'items' | 'switch';
  help: string;
}

/** Screens of the wizard that ask for fields. */
export type FieldScreen = 'release' | 'packages' | 'disks' | 'sizes' | 'system' | 'outputs';

export interface Question {
  label: string;
  /** Paragraphs; the first stands below the field. */
  help: readonly string[];
  /** What stands dimly in an empty field. */
  placeholder?: string;
  /** Labels of a picklist's values, where they are others than the values. */
  labels?: Readonly<Record<string, string>>;
  /** Left and right step a size; MiB below which they do not go, and whether 0 comes below that. */
  steps?: { least: number; mayBeZero?: boolean };
}

/**
 * Holds when the field at the path matters itself, and has one of the values (of a list, one element of it), or so
 * many elements at least, or any value but null.
 */
export type Condition = { path: string } & (
  | { is: readonly unknown[] }
  | { elements: number }
  | { isSet: true }
);

/** One field of the tree. */
export function field<In, Out = In>(record: FieldRecord<In, Out>): Field<In, Out> {
  return { kind: 'field', ...record };
}

/** @param words `--hostname NAME` */
export function flag(words: string, help: string, kind: Flag['kind'] = 'text'): Flag {
  const [name = '', value] = words.split(' ');
  return { name, kind, help, ...(value === undefined ? {} : { value }) };
}

export function isField(node: AnyField | FieldGroup): node is AnyField {
  return node.kind === 'field';
}

/** The spec that a tree of fields describes. A field that may be undefined is a key that may be absent. */
export type SpecOf<Tree> =
  Tree extends Field<infer _, infer Out>
    ? Out
    : Flat<
        {
          -readonly [Name in keyof Tree as IsOptional<Tree[Name]> extends true ? never : Name]: SpecOf<
            Tree[Name]
          >;
        } & {
          -readonly [Name in keyof Tree as IsOptional<Tree[Name]> extends true ? Name : never]?: Exclude<
            SpecOf<Tree[Name]>,
            undefined
          >;
        }
      >;

/** The project file that a tree of fields describes: everything may be absent. */
export type DocumentOf<Tree> =
  Tree extends Field<infer In, infer _>
    ? In
    : { -readonly [Name in keyof Tree]?: DocumentOf<Tree[Name]> | undefined };

type IsOptional<Node> =
  Node extends Field<infer _, infer Out> ? (undefined extends Out ? true : false) : false;
type Flat<Type> = { [Name in keyof Type]: Type[Name] };
