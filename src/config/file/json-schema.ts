import { z } from 'zod';
import { configSchema } from './schema.ts';

/** Where the schema is published, for `# yaml-language-server: $schema=…` at the head of a config file. */
export const SCHEMA_URL = 'https://raw.githubusercontent.com/image-size-gate/image-size-gate/main/schema.json';

/**
 * The config file's JSON Schema for editors, as a document. Draft-07 is the draft that yaml-language-server fully supports. It
 * checks keys, types, words and simple patterns; only readConfigFile checks conditions, paths and references.
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
