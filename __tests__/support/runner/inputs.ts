import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { asObject, isObject, mapValues } from '../github/schema.ts';

/** The parts of an action.yml that a run needs. */
export interface ActionMetadata {
  /** Name → default, '' without one. */
  readonly inputs: Readonly<Record<string, string>>;
  readonly outputs: readonly string[];
}

/** Reads inputs with their defaults. The only expressions in a default that are evaluated are `github.token` and `toJSON(matrix)`. */
export async function readActionMetadata(
  file: string,
  token: string,
  matrix: Readonly<Record<string, unknown>> | null = null,
): Promise<ActionMetadata> {
  const { inputs, outputs } = asObject(parse(await readFile(file, 'utf8')));
  return {
    inputs: mapValues(asObject(inputs), (input) => evaluate(String(asObject(input).default ?? ''), token, matrix)),
    outputs: isObject(outputs) ? Object.keys(outputs) : [],
  };
}

function evaluate(value: string, token: string, matrix: unknown): string {
  return value.replace(/\$\{\{\s*(.*?)\s*\}\}/g, (_, expression: string) => {
    if (expression === 'github.token') return token;
    // As the runner prints it, with line breaks.
    if (expression === 'toJSON(matrix)') return JSON.stringify(matrix, null, 2);
    throw new Error(
      `This runner evaluates only github.token and toJSON(matrix) in the defaults of action.yml, not "${expression}"`,
    );
  });
}

/** Every declared input, given or not, as a variable of the runner's environment. */
export function inputEnvironment({ inputs }: ActionMetadata, given: Readonly<Record<string, string>>) {
  const all = Object.entries({ ...inputs, ...given });
  return Object.fromEntries(all.map(([name, value]) => [`INPUT_${name.replaceAll(' ', '_').toUpperCase()}`, value]));
}

/** The runner's warning for inputs that the action does not declare. It still passes them on. */
export function unexpectedInputs(
  { inputs }: ActionMetadata,
  given: Readonly<Record<string, string>>,
): readonly string[] {
  const unexpected = Object.keys(given).filter((name) => !Object.hasOwn(inputs, name));
  if (unexpected.length === 0) return [];
  const valid = Object.keys(inputs).join("', '");
  return [`Unexpected input(s) '${unexpected.join("', '")}', valid inputs are ['${valid}']`];
}
