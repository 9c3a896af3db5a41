import { readForeignYaml } from '../../../config/file/foreign-yaml.ts';
import { asList, asRecord } from '../../../text/json.ts';
import { placed, placedContext, ROOT_MARK, recipesIn } from './docker-build.ts';
import { type Combination, combinationsOf, scalarText } from './matrix.ts';
import { type Recipe, variableOf } from './recipe.ts';

/** Most steps of one file that are looked at, each combination of a matrix by itself. */
const MOST_STEPS = 2000;
const BUILD_ACTION = /(?:^|\/)build-push-action@/;
/** An expression in what GitHub writes as `${{ … }}`. */
const EXPRESSION = /\$\{\{([^{}]{0,500})\}\}/g;

interface Scope {
  readonly values: Readonly<Record<string, unknown>>;
  readonly directory: string;
}

/**
 * How the steps of a workflow, or of a composite action, build images: by docker/build-push-action or by `docker build`. A value of a static
 * matrix, of `env` and a default of an input are known; every other expression is a variable.
 * @throws UserError for a text that is not YAML
 */
export function workflowRecipes(text: string): readonly Recipe[] {
  const workflow = asRecord(readForeignYaml(text));
  const inputs = defaultsOf(workflow);
  const jobs = [...Object.values(asRecord(workflow.jobs)).map(asRecord), asRecord(workflow.runs)];
  const steps = jobs.flatMap((job) =>
    combinationsOf(asRecord(job.strategy).matrix).flatMap((matrix) => {
      const values = { env: { ...asRecord(workflow.env), ...asRecord(job.env) }, inputs, matrix };
      const directory = workingDirectory(job, workflow);
      const called = typeof job.uses === 'string' ? [job] : [];
      return [...called, ...asList(job.steps).map(asRecord)].map((step) => ({ step, scope: { values, directory } }));
    }),
  );
  return steps.slice(0, MOST_STEPS).flatMap(({ step, scope }) => stepRecipes(step, scope));
}

function defaultsOf(workflow: Readonly<Record<string, unknown>>): Combination {
  const { workflow_call, workflow_dispatch } = asRecord(workflow.on);
  const sources = [workflow.inputs, asRecord(workflow_call).inputs, asRecord(workflow_dispatch).inputs];
  const inputs = sources.flatMap((each) => Object.entries(asRecord(each)));
  return Object.fromEntries(inputs.map(([name, input]) => [name, asRecord(input).default]));
}

function workingDirectory(...holders: readonly Readonly<Record<string, unknown>>[]): string {
  const set = holders.map(({ defaults }) => asRecord(asRecord(defaults).run)['working-directory']);
  return scalarText(set.find((each) => typeof each === 'string') ?? '.');
}

function stepRecipes(step: Readonly<Record<string, unknown>>, { values, directory }: Scope): readonly Recipe[] {
  const known = { ...values, env: { ...asRecord(values.env), ...asRecord(step.env) } };
  const text = (value: unknown) => replaceExpressions(scalarText(value), known);
  if (typeof step.uses === 'string') {
    const inputs = Object.entries(asRecord(step.with)).map(([key, value]) => [key, text(value)] as const);
    return BUILD_ACTION.test(step.uses) ? actionRecipe(Object.fromEntries(inputs)) : similarRecipe(inputs);
  }
  if (typeof step.run !== 'string') return [];
  const cwd = placed('.', text(step['working-directory'] ?? directory));
  return cwd === undefined ? [] : recipesIn(text(step.run), { cwd, values: plainValues(known.env, text) });
}

function replaceExpressions(text: string, values: Readonly<Record<string, unknown>>): string {
  return text.replace(EXPRESSION, (_, expression: string) => {
    const name = expression.trim();
    if (name === 'github.workspace') return ROOT_MARK;
    const found = /^[\w-]+(?:\.[\w-]+)*$/.test(name) ? valueAt(values, name.split('.')) : undefined;
    const isPlain = found === '' || scalarText(found) !== '';
    return isPlain && !scalarText(found).includes('${{') ? scalarText(found) : variableOf(name);
  });
}

function valueAt(values: Readonly<Record<string, unknown>>, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (Object.hasOwn(asRecord(value), key) ? asRecord(value)[key] : undefined),
    values,
  );
}

function plainValues(env: Readonly<Record<string, unknown>>, text: (value: unknown) => string) {
  const entries = Object.entries(env).map(([name, value]) => [name, text(value)] as const);
  return Object.fromEntries(entries.filter(([, value]) => !value.includes('$')));
}

/**
 * The inputs of docker/build-push-action. Without a context it is the repository at the commit, and so is `{{defaultContext}}`, to which a
 * colon may add a directory. Its Dockerfile is then relative to that.
 */
function actionRecipe(inputs: Readonly<Record<string, string>>): readonly Recipe[] {
  const written = inputs.context ?? '';
  const [, below] = /^(?:\{\{ ?defaultContext ?\}\})?(?::(.*))?$/s.exec(written) ?? [undefined, null];
  const context = below === null ? placed('.', written) : placed('.', below || '.');
  if (context === undefined) return [];
  const file = inputs.file ? placed(below === null ? '.' : context, inputs.file) : undefined;
  if (inputs.file && file === undefined) return [];
  return [
    {
      context,
      ...(file === undefined ? {} : { file }),
      ...(inputs.target ? { target: inputs.target } : {}),
      ...(inputs.platforms ? { platforms: inputs.platforms } : {}),
      buildArgs: linesOf(inputs['build-args']).filter((line) => line.includes('=')),
      buildContexts: linesOf(inputs['build-contexts']).flatMap((line) => placedContext('.', line)),
    },
  ];
}

/** Inputs by which other actions and reusable workflows name what docker/build-push-action calls `file` and `context`. */
const FILE_INPUT = /^(?:docker|container)?[-_]?file(?:[-_]?path)?$/i;
const CONTEXT_INPUT = /^(?:docker|build)?[-_]?context(?:[-_]?(?:path|dir))?$/i;

/** Only where both are named, so that the file of another kind of action is none. */
function similarRecipe(inputs: readonly (readonly [string, string])[]): readonly Recipe[] {
  const given = (pattern: RegExp) => inputs.find(([name]) => pattern.test(name))?.[1];
  const [file, context] = [given(FILE_INPUT), given(CONTEXT_INPUT)];
  if (!file || !context) return [];
  const named = { target: given(/^(?:docker[-_]?|build[-_]?)?target$/i), 'build-args': given(/^build[-_]?args$/i) };
  const others = Object.entries(named).filter(([, value]) => value !== undefined);
  return actionRecipe({ file, context, ...(Object.fromEntries(others) as Record<string, string>) });
}

function linesOf(text: string | undefined): readonly string[] {
  return (text ?? '')
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
}
