import { markdownTable, oneLine } from './markdown-table.mjs';

/**
 * @typedef {{ readonly description?: string, readonly type?: string, readonly enum?: readonly string[], readonly anyOf?: readonly Schema[],
 *   readonly items?: Schema, readonly properties?: Readonly<Record<string, Schema>>, readonly additionalProperties?: Schema | boolean }} Schema
 */

/**
 * The keys of the config file, from its JSON Schema: those of the file, then those of an image.
 * @param {Schema} schema
 */
export function configKeys(schema) {
  const images = schema.properties?.images?.additionalProperties;
  const image =
    typeof images === 'object' ? images.anyOf?.find(({ properties }) => properties !== undefined) : undefined;
  if (image === undefined) throw new Error('schema.json: images have no properties');
  const rows = [...rowsOf(schema, ''), ...rowsOf(image, 'images.NAME.')];
  return markdownTable(['key', 'value', 'meaning'], rows);
}

/** @param {Schema} schema @param {string} before */
function rowsOf({ properties = {} }, before) {
  return Object.entries(properties).map(([name, value]) => {
    const { description = '' } = value;
    return [`\`${before}${name}\``, kindsOf(value).join(' or '), oneLine(description)];
  });
}

/** What a value may be, in words. @param {Schema} schema @returns {readonly string[]} */
function kindsOf({ type, anyOf, enum: words }) {
  if (words !== undefined) return words.map((word) => `\`${word}\``);
  if (anyOf !== undefined) return [...new Set(anyOf.flatMap(kindsOf))];
  const names = { object: 'map', array: 'list', string: 'text', boolean: '`true` or `false`', null: 'nothing' };
  return [names[/** @type {keyof typeof names} */ (type)] ?? type ?? 'any'];
}
