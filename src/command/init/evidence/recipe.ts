/** How something in the repository already builds an image. Paths are relative to the repository's root and may have variables, as `${NAME}`. */
export interface Recipe {
  /** The Dockerfile. Absent: the file `Dockerfile` in the context. */
  readonly file?: string;
  readonly context: string;
  readonly target?: string;
  /** As written: `linux/amd64,linux/arm64`. */
  readonly platforms?: string;
  /** `KEY=VALUE` */
  readonly buildArgs: readonly string[];
  /** Named contexts, `NAME=VALUE`. */
  readonly buildContexts: readonly string[];
}

/** A recipe, and the file that it was read from. */
export interface Evidence extends Recipe {
  readonly from: string;
  /** Who builds in this way, the most binding first: a workflow, another script, a compose file. */
  readonly rank: 0 | 1 | 2;
}

/** A variable that the file itself does not tell. A name of anything is made harmless by variableOf. */
export const UNKNOWN = /\$\{(\w+)\}/g;

/** A variable for what only a run knows: `${{ matrix.app }}` becomes `${matrix_app}`. */
export function variableOf(name: string): string {
  return `\${${name.replace(/\W+/g, '_').replace(/^_|_$/g, '').slice(0, 80) || 'unknown'}}`;
}

/** Whether a text has a variable, or anything else that a shell would replace. */
export function isUnknown(text: string): boolean {
  return /[$`]/.test(text);
}
