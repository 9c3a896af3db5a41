import { Ajv, type ValidateFunction } from 'ajv';
import { fullFormats } from 'ajv-formats/dist/formats.js';
import { type Description, type Operation, readDescription } from './description.ts';
import { asObject, isObject, type Schema } from './schema.ts';

type Values = Record<string, unknown>;

export interface Route {
  readonly operation: Operation;
  readonly path: Values;
  readonly query: Values;
}

/** GitHub's API versions, of which the newest is that of March 2026. GitHub refuses other versions. */
const API_VERSIONS: ReadonlySet<string> = new Set(['2022-11-28', '2026-03-10']);

/**
 * Compares requests and responses with GitHub's own description. Every method returns one sentence for each error.
 */
export class Validator {
  readonly #operations: readonly Operation[];
  /** Bodies are not coerced. Path and query arrive as text, so numbers in them are. */
  readonly #bodies: Ajv;
  readonly #parameters: Ajv;
  readonly #compiled = new Map<string, ValidateFunction>();

  constructor(description: Description = readDescription()) {
    this.#operations = description.operations;
    const schemas = withKnownDeviations(description.schemas);
    const options = { strict: false, allErrors: true, formats: fullFormats, schemas };
    this.#bodies = new Ajv(options);
    this.#parameters = new Ajv({ ...options, coerceTypes: true });
  }

  /** The operation of a request, with the raw values of its path and query. */
  route(method: string, url: URL): Route | undefined {
    for (const operation of this.#operations) {
      const match = operation.method === method ? operation.pattern.exec(url.pathname) : null;
      if (match === null) continue;
      const path = Object.entries(match.groups ?? {}).map(([name, value]) => [name, decodeURIComponent(value)]);
      return { operation, path: Object.fromEntries(path), query: Object.fromEntries(url.searchParams) };
    }
    return undefined;
  }

  /** Coerces the values of the route in place, so that handlers read numbers. */
  parameters({ operation, path, query }: Route): readonly string[] {
    return [
      ...this.#check(this.#parameterSchema(operation, 'path'), path, 'path'),
      ...this.#check(this.#parameterSchema(operation, 'query'), query, 'query'),
    ];
  }

  body(operation: Operation, body: unknown): readonly string[] {
    if (operation.body === undefined) return body === undefined ? [] : ['it takes no body'];
    if (body === undefined) return operation.isBodyRequired ? ['it has no body'] : [];
    const validate = this.#compile(`${operation.id} body`, () =>
      this.#bodies.compile(closed(asObject(operation.body))),
    );
    return this.#check(validate, body, 'body');
  }

  /** GitHub describes few of its errors. The others must be a basic-error. */
  response(operation: Operation, status: number, body: unknown): readonly string[] {
    const isDescribed = operation.responses.has(status);
    if (!isDescribed && status < 400) return [`${operation.id} never answers ${status}`];
    const schema = isDescribed ? operation.responses.get(status) : { $ref: 'basic-error' };
    if (schema === undefined) return [];
    const validate = this.#compile(`${operation.id} ${status}`, () => this.#bodies.compile(schema));
    return this.#check(validate, body, 'response');
  }

  #parameterSchema(operation: Operation, place: 'path' | 'query'): ValidateFunction {
    return this.#compile(`${operation.id} ${place}`, () => {
      const parameters = operation.parameters.filter((parameter) => parameter.in === place);
      const properties = Object.fromEntries(parameters.map(({ name, schema }) => [name, schema]));
      const required = parameters.filter((parameter) => parameter.required).map(({ name }) => name);
      return this.#parameters.compile({ type: 'object', properties, required, additionalProperties: false });
    });
  }

  #compile(key: string, compile: () => ValidateFunction): ValidateFunction {
    const known = this.#compiled.get(key) ?? compile();
    this.#compiled.set(key, known);
    return known;
  }

  #check(validate: ValidateFunction, value: unknown, name: string): readonly string[] {
    if (validate(value)) return [];
    return (validate.errors ?? []).map((error) => {
      const detail = error.params.additionalProperty === undefined ? '' : ` (${error.params.additionalProperty})`;
      return `${name}${error.instancePath} ${error.message}${detail}`;
    });
  }
}

/** Checks the headers that GitHub requires, and those that this stand-in does not support. */
export function headerErrors(headers: Readonly<Record<string, unknown>>, hasBody: boolean): readonly string[] {
  const { accept = '*/*', 'user-agent': agent, 'content-type': type, 'x-github-api-version': version } = headers;
  const isJson = /\*\/\*|application\/(vnd\.github(\.v3)?\+)?json/.test(String(accept));
  return [
    ...(agent === undefined ? ['GitHub refuses requests without a user-agent'] : []),
    ...(isJson ? [] : [`accept ${accept} asks for another form than JSON`]),
    ...(hasBody && !String(type).startsWith('application/json') ? [`content-type is ${type}`] : []),
    ...(version === undefined || API_VERSIONS.has(String(version)) ? [] : [`there is no API version ${version}`]),
  ];
}

/** GitHub ignores unknown members. Here they count as misspellings. */
function closed(schema: Schema): Schema {
  return isObject(schema.properties) ? { additionalProperties: false, ...schema } : schema;
}

/**
 * Corrects GitHub's description, which its answers contradict: `head.repo` of a pull request is null once its fork is deleted. It also keeps only
 * the label events of an issue, since this world has no others and compiling all kinds takes a second.
 */
function withKnownDeviations(schemas: Readonly<Record<string, Schema>>): Record<string, Schema> {
  const patched = ['pull-request', 'pull-request-simple'].map((name) => {
    const schema = structuredClone(schemas[name]) as { properties: { head: { properties: { repo: Schema } } } };
    const head = schema.properties.head.properties;
    head.repo = { anyOf: [{ type: 'null' }, head.repo] };
    return [name, schema] as const;
  });
  const events = { anyOf: [{ $ref: 'labeled-issue-event' }, { $ref: 'unlabeled-issue-event' }] };
  return { ...schemas, ...Object.fromEntries(patched), 'issue-event-for-issue': events };
}
