import { variableOf } from './recipe.ts';

/** Bounds of what variables may become, in characters: one value, and the whole text. */
const LONGEST_VALUE = 2000;
const LONGEST_TEXT = 2 * 1024 * 1024;
/** How deeply a variable may be defined by others. */
const PASSES = 4;

const DEFINITION = /^(?:export[ \t]+|override[ \t]+)*([\w.-]{1,80})[ \t]*(?:\?|::?|:::)?=[ \t]*(.*)$/gm;
const REFERENCE = /\$(?:\$|\(([^()]{0,200})\)|\{([^{}]{0,200})\}|([@<^+*?%]))/g;
/** `$(shell …)` and its like may hold brackets once. */
const FUNCTION = /\$\((\w{1,20}[ \t](?:[^()\n]|\([^()\n]{0,200}\)){0,300})\)/g;

/** The recipes of a Makefile as a text of shell commands. A variable has the last value that the file gives it, or stays one. */
export function makefileCommands(text: string): string {
  const joined = text.replace(/\\\r?\n/g, ' ').replace(FUNCTION, (_, inside: string) => variableReference(inside));
  const values = valuesOf(joined);
  const lines = joined.split('\n').filter((line) => line.startsWith('\t'));
  return expand(lines.map((line) => line.replace(/^\t[ \t]*[@+-]*/, '')).join('\n'), values, LONGEST_TEXT);
}

/** As make writes it: the name is harmless already. */
function variableReference(inside: string): string {
  return variableOf(inside).replace(/^\$\{(.*)\}$/, '$($1)');
}

function valuesOf(text: string): ReadonlyMap<string, string> {
  let values = new Map([...text.matchAll(DEFINITION)].map(([, name = '', value = '']) => [name, uncommented(value)]));
  for (let pass = 0; pass < PASSES; pass++) {
    values = new Map([...values].map(([name, value]) => [name, expand(value, values, LONGEST_VALUE)]));
  }
  return values;
}

function uncommented(value: string): string {
  return value.replace(/(?:^|\s)#.*$/, '').trim();
}

function expand(text: string, values: ReadonlyMap<string, string>, longest: number): string {
  let left = longest - text.length;
  return text.replace(REFERENCE, (reference: string, round?: string, curly?: string, automatic?: string) => {
    if (reference === '$$') return longest === LONGEST_TEXT ? '$' : '$$';
    const name = round ?? curly ?? `automatic${automatic?.charCodeAt(0)}`;
    const value = values.get(name) ?? variableReference(name);
    left -= value.length;
    const chosen = left < 0 ? variableReference(name) : value;
    return longest === LONGEST_TEXT ? chosen.replace(/\$\((\w+)\)/g, '$${$1}') : chosen;
  });
}
