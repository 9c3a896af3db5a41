/** A JSON Schema as ajv takes it, and the JSON of GitHub's description that becomes one. */
export type Schema = Readonly<Record<string, unknown>>;

/** The keys under which a schema holds more schemas by name: a name there is no keyword. */
const MAPS: ReadonlySet<string> = new Set(['properties', 'patternProperties']);

const COMPONENT = '#/components/schemas/';

export const isObject = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const asObject = (value: unknown): Schema => (isObject(value) ? value : {});

/**
 * An OpenAPI 3.0.3 schema as JSON Schema: `nullable` (which JSON Schema does not know, and which GitHub also puts
 * beside `oneOf` and `$ref`) becomes a choice of null, and references name the schema as `schemaName` does.
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

/** `#/components/schemas/basic-error` → `basic-error`: the name under which ajv holds the schema. */
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
