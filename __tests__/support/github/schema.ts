/** A JSON Schema for ajv, and the JSON of GitHub's description that it is made from. */
export type Schema = Readonly<Record<string, unknown>>;

/** The keys with further schemas by name. A name there is not a keyword. */
const MAPS: ReadonlySet<string> = new Set(['properties', 'patternProperties']);

const COMPONENT = '#/components/schemas/';

export const isObject = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const asObject = (value: unknown): Schema => (isObject(value) ? value : {});

/**
 * Converts an OpenAPI 3.0.3 schema to JSON Schema. JSON Schema has no `nullable`, and GitHub puts it beside `oneOf` and `$ref` too: it becomes a
 * choice with null. References use the names of `schemaName`.
 */
export function toJsonSchema(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(toJsonSchema);
  if (!isObject(value)) return value;
  const { nullable, ...keywords } = value;
  const schema = Object.fromEntries(Object.entries(keywords).map(([key, child]) => [key, keyword(key, child)]));
  return nullable === true ? { anyOf: [{ type: 'null' }, schema] } : schema;
}

function keyword(key: string, value: unknown): unknown {
  if (key === '$ref' && typeof value === 'string') return schemaName(value);
  if (MAPS.has(key)) return mapValues(asObject(value), toJsonSchema);
  return toJsonSchema(value);
}

/** `#/components/schemas/basic-error` → `basic-error`, the name of the schema in ajv. */
function schemaName(reference: string): string {
  if (!reference.startsWith(COMPONENT)) throw new Error(`A schema refers to ${reference}, which is no schema`);
  return reference.slice(COMPONENT.length);
}

export function mapValues<Value, Result>(
  record: Readonly<Record<string, Value>>,
  map: (value: Value) => Result,
): Record<string, Result> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}
