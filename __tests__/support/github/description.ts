import { readFileSync } from 'node:fs';
import { asObject, isObject, mapValues, type Schema, toJsonSchema } from './schema.ts';

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query';
  readonly required: boolean;
  readonly isMultiSegment: boolean;
  readonly schema: Schema;
}

/** One operation of GitHub's REST API, from GitHub's description. */
export interface Operation {
  readonly id: string;
  readonly method: string;
  /** The `documentation_url` in GitHub's errors. */
  readonly documentation: string;
  readonly pattern: RegExp;
  readonly parameters: readonly Parameter[];
  readonly body: Schema | undefined;
  readonly isBodyRequired: boolean;
  /** Schemas by status; undefined for an answer without a body. */
  readonly responses: ReadonlyMap<number, Schema | undefined>;
}

export interface Description {
  readonly operations: readonly Operation[];
  readonly schemas: Readonly<Record<string, Schema>>;
}

/** Reads the committed subset of GitHub's OpenAPI description (cut by scripts/openapi-subset.mjs). */
export function readDescription(): Description {
  const document = asObject(JSON.parse(readFileSync(new URL('./openapi.json', import.meta.url), 'utf8')));
  const components = asObject(document.components);
  const schemas = mapValues(asObject(components.schemas), (schema) => asObject(toJsonSchema(schema)));
  return { operations: readOperations(document), schemas };
}

/** Longer paths first, so that a parameter with slashes does not shadow a more exact route. */
function readOperations(document: Schema): readonly Operation[] {
  return Object.entries(asObject(document.paths))
    .sort(([a], [b]) => b.length - a.length)
    .flatMap(([path, item]) =>
      Object.entries(asObject(item)).map(([method, raw]) => readOperation(document, path, method, asObject(raw))),
    );
}

function readOperation(document: Schema, path: string, method: string, raw: Schema): Operation {
  const parameters = list(raw.parameters).map((parameter) => readParameter(resolve(document, parameter)));
  const body = asObject(raw.requestBody);
  return {
    id: String(raw.operationId),
    method: method.toUpperCase(),
    documentation: String(asObject(raw.externalDocs).url),
    pattern: pathPattern(path, parameters),
    parameters,
    body: contentSchema(body),
    isBodyRequired: body.required === true,
    responses: readResponses(document, raw),
  };
}

function readParameter(raw: Schema): Parameter {
  return {
    name: String(raw.name),
    in: raw.in === 'path' ? 'path' : 'query',
    required: raw.required === true,
    isMultiSegment: raw['x-multi-segment'] === true,
    schema: asObject(toJsonSchema(raw.schema)),
  };
}

function readResponses(document: Schema, raw: Schema): ReadonlyMap<number, Schema | undefined> {
  const responses = Object.entries(asObject(raw.responses));
  return new Map(responses.map(([status, response]) => [Number(status), contentSchema(resolve(document, response))]));
}

/** `/repos/{owner}/{repo}` → a pattern with a named group for each parameter. */
function pathPattern(path: string, parameters: readonly Parameter[]): RegExp {
  const multi = new Set(parameters.filter((parameter) => parameter.isMultiSegment).map(({ name }) => name));
  const source = path.replace(/\{(\w+)\}/g, (_, name: string) => `(?<${name}>${multi.has(name) ? '.+' : '[^/]+'})`);
  return new RegExp(`^${source}$`);
}

function contentSchema(holder: Schema): Schema | undefined {
  const schema = asObject(asObject(holder.content)['application/json']).schema;
  return isObject(schema) ? asObject(toJsonSchema(schema)) : undefined;
}

/** Follows `#/components/parameters/owner`. Schemas keep their references, which ajv follows. */
function resolve(document: Schema, value: unknown): Schema {
  const holder = asObject(value);
  if (typeof holder.$ref !== 'string') return holder;
  const keys = holder.$ref.split('/').slice(1);
  return asObject(keys.reduce<unknown>((node, key) => asObject(node)[key], document));
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
