import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { Ajv } from 'ajv';
import { parse } from 'yaml';
import { SCHEMA_URL, schemaDocument } from '../../../src/config/file/json-schema.ts';
import { VALID } from './valid-configs.ts';
import { WRONG } from './wrong-configs.ts';

const schema = JSON.parse(schemaDocument());
const accepts = new Ajv({ allowUnionTypes: true, strictRequired: false }).compile(schema);
/** As yaml-language-server reads a file: merge keys resolved, unknown tags passed over. */
const data = (text: string): unknown => parse(text, { merge: true, logLevel: 'error' });

test('schema.json at the root is this schema', () => {
  expect(readFileSync(join(import.meta.dirname, '../../../schema.json'), 'utf8')).toBe(schemaDocument());
  expect(schema.$id).toBe(SCHEMA_URL);
});

test.each(VALID)('accepts %s', (_, text) => {
  accepts(data(text));
  expect(accepts.errors).toBeNull();
});

test.each(WRONG.filter(({ editor }) => editor !== null))('of $title an editor knows: $editor', ({ text, editor }) => {
  expect(accepts(data(text))).toBe(!editor);
});

test.each(WRONG.filter(({ editor }) => editor === null))('of $title an editor says that it is no YAML', ({ text }) => {
  expect(() => data(text)).toThrow();
});

describe('descriptions', () => {
  const undescribed = (node: unknown, path: string): string[] => {
    if (typeof node !== 'object' || node === null) return [];
    const { properties = {} } = node as { properties?: Record<string, { description?: string }> };
    const missing = Object.entries(properties).filter(([, { description = '' }]) => description === '');
    return [
      ...missing.map(([key]) => `${path}.${key}`),
      ...Object.entries(node).flatMap(([key, child]) => undescribed(child, `${path}.${key}`)),
    ];
  };

  test('every key has one', () => {
    expect(undescribed(schema, '')).toEqual([]);
  });
});
