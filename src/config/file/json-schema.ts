import { z } from 'zod';
import { configSchema } from './schema.ts';

/** Where the schema is published: what `# yaml-language-server: $schema=…` at the head of a config file names. */
export const SCHEMA_URL = 'https://raw.githubusercontent.com/image-size-gate/image-size-gate/main/schema.json';

/**
 * The config file's JSON Schema for editors, as a document. Draft-07, the draft that yaml-language-server takes whole. It knows
 * keys, types, words and simple patterns; what conditions, paths and references mean only readConfigFile knows.
 */
export function schemaDocument(): string {
  const schema = z.toJSONSchema(configSchema, { target: 'draft-7', io: 'input' });
  const document = {
    $schema: 'http://json-schema.org/draft-07/schema#',
    $id: SCHEMA_URL,
    title: 'Image Size Gate',
    description: 'Which images are built or found, what gates them, and what they must still do.',
    ...schema,
    patternProperties: { '^x-': { description: 'Anything, for anchors that other parts of the file use.' } },
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}
