import type { Environment } from '../../process/environment.ts';
import { suggestion } from '../../text/nearest.ts';
import { printable } from '../../text/scanner.ts';
import type { Composed } from './compose.ts';
import type { Path } from './places.ts';
import { isMap, type Problem } from './problem.ts';

/** The variables that a file declares and their values; undefined for one that is unset and has no default. */
type Variables = ReadonlyMap<string, string | undefined>;

/** The name of an environment variable. */
export const VARIABLE = /^[A-Za-z_][A-Za-z0-9_]*$/;
/** `$${` is a literal `${`; the rest up to `}` is kept, so that mistakes can be shown. */
const REFERENCE = /\$\$\{|\$\{\{[^}]*\}{0,2}|\$\{[^}]*\}?/g;

/**
 * Replaces `${NAME}` in the file's texts by the variables that its `environment` declares. It works on parsed values, so a variable
 * cannot change the meaning of the YAML. Keys, `environment` itself, `x-…` and the regular expressions of `verify` stay.
 */
export function substitute({ value, places, problems }: Composed, env: Environment): Composed {
  const variables = declaredVariables(isMap(value) ? value.environment : undefined, env);
  const found: Problem[] = [];
  const replaced = mapTexts(value, [], (text, path) => {
    const faults: Problem[] = [];
    const result = text.replace(REFERENCE, (reference) => {
      const expanded = expand(reference, variables);
      if ('text' in expanded) return expanded.text;
      faults.push({ offset: places.value(path, reference), message: expanded.problem });
      return reference;
    });
    if (faults.length > 0) places.breakAt(path);
    found.push(...faults);
    return result;
  });
  return { value: replaced, places, problems: [...problems, ...found] };
}

function declaredVariables(declared: unknown, env: Environment): Variables {
  const names = Array.isArray(declared)
    ? declared.map((name) => [name, null] as const)
    : Object.entries(isMap(declared) ? declared : {});
  return new Map(
    names.map(([name, fallback]) => [
      String(name),
      (Object.hasOwn(env, name) ? env[name] : undefined) ?? (typeof fallback === 'string' ? fallback : undefined),
    ]),
  );
}

function expand(reference: string, variables: Variables): { readonly text: string } | { readonly problem: string } {
  if (reference === '$${') return { text: '${' };
  const shown = `"${printable(reference.slice(0, 100))}"`;
  const literal = `for ${shown} itself write "$${printable(reference.slice(0, 100))}"`;
  if (reference.startsWith('${{')) {
    return {
      problem: `found the workflow expression ${shown}, which is not evaluated in this file. Set a variable by "env:" of the step, list it under "environment" and write "\${NAME}"`,
    };
  }
  const name = reference.slice(2, -1);
  if (!reference.endsWith('}') || !VARIABLE.test(name)) {
    return {
      problem: `found ${shown}, expected "\${NAME}" (a default stands under "environment": "NAME: default"); ${literal}`,
    };
  }
  const value = variables.get(name);
  if (value !== undefined) return { text: value };
  if (variables.has(name)) {
    return {
      problem: `the environment variable ${name} is not set: set it, or give it a default under "environment": "${name}: default"`,
    };
  }
  return {
    problem: `found ${shown}, but "environment" does not declare ${name}: list it there ("environment: [${name}]" at the top level); ${literal}.${suggestion(name, [...variables.keys()])}`,
  };
}

function mapTexts(value: unknown, path: Path, replace: (text: string, path: Path) => string): unknown {
  if (isLiteral(path)) return value;
  if (typeof value === 'string') return replace(value, path);
  if (Array.isArray(value)) return value.map((item, index) => mapTexts(item, [...path, index], replace));
  if (!isMap(value)) return value;
  const result: Record<string, unknown> = Object.create(null);
  for (const [key, item] of Object.entries(value)) result[key] = mapTexts(item, [...path, key], replace);
  return result;
}

function isLiteral(path: Path): boolean {
  const [first, , third, , fifth] = path;
  if (first === 'environment' || (typeof first === 'string' && first.startsWith('x-'))) return true;
  return first === 'images' && third === 'verify' && (fifth === 'output' || fifth === 'ready');
}
