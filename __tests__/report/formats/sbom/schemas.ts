import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { fullFormats } from 'ajv-formats/dist/formats.js';

const CYCLONEDX = join(import.meta.dirname, '../../../../node_modules/@cyclonedx/cyclonedx-library/res/schema');

/** Formats that are not written by us. */
const OTHER_FORMATS = { 'idn-email': true, 'iri-reference': true } as const;

const read = (path: string) => JSON.parse(readFileSync(path, 'utf8')) as object;

function validator(
  schema: object,
  others: Readonly<Record<string, object>> = {},
): (document: unknown) => readonly string[] {
  const formats = { ...fullFormats, ...OTHER_FORMATS };
  const ajv = new Ajv({ strict: false, allErrors: true, formats, schemas: others });
  const validate = ajv.compile(schema);
  return (document) =>
    validate(document) ? [] : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

/** By the addresses that the schema refers to. */
const REFERRED = Object.fromEntries(
  ['spdx', 'jsf-0.82'].map((name) => {
    const file = `${name}.SNAPSHOT.schema.json`;
    return [`http://cyclonedx.org/schema/${file}`, read(join(CYCLONEDX, file))] as const;
  }),
);

/** What the official JSON schema of CycloneDX 1.6 finds wrong, from the package of its own library. */
export const cycloneDxProblems = validator(read(join(CYCLONEDX, 'bom-1.6.SNAPSHOT.schema.json')), REFERRED);

/**
 * What the official JSON schema of SPDX 2.3 finds wrong: spdx-schema.json of github.com/spdx/spdx-spec (Creative Commons Attribution 3.0), as the Go
 * module of syft carries it, unchanged but for its format.
 */
export const spdxProblems = validator(read(join(import.meta.dirname, 'spdx-schema-2.3.json')));
