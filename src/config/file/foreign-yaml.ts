import { LineCounter, parseDocument } from 'yaml';
import { UserError } from '../../text/error.ts';
import { compose, TOO_MANY_VALUES } from './compose.ts';
import { lexicalProblem, TOO_DEEP } from './yaml.ts';

/**
 * The data of a YAML document that another program owns: a compose file, a workflow. Aliases and merge keys are resolved, each at the cost of
 * its values alone. Tags that only its program knows (`!reset`) and keys that are there twice are no mistakes here.
 * @throws UserError for a text that is not one YAML document, and for one that is nested too deeply or expands too far
 */
export function readForeignYaml(text: string): unknown {
  const deep = lexicalProblem(text, new LineCounter());
  if (deep !== null) throw unreadable(deep.message);
  const document = parseDocument(text, { logLevel: 'error', uniqueKeys: false, prettyErrors: false, schema: 'core' });
  const [error] = document.errors;
  if (error !== undefined) throw unreadable(error.message.split('\n')[0] ?? '', error);
  const { value, problems } = compose(document, text);
  const fatal = problems.find(({ message }) => message === TOO_DEEP || message === TOO_MANY_VALUES);
  if (fatal !== undefined) throw unreadable(fatal.message);
  return value;
}

function unreadable(reason: string, cause?: unknown): UserError {
  return new UserError(`not readable as YAML (${reason})`, { cause });
}
