// Holds SARIF files against the schema of OASIS: node scripts/sarif-schema.mjs FILE…
// The schema comes from the tests of gosec by the Go module proxy, so this needs Go. It is not copied into this repository.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv } from 'ajv';

const MODULE = 'github.com/securego/gosec/v2@v2.30.0';

const { stdout, stderr, status } = spawnSync('go', ['mod', 'download', '-json', MODULE], { cwd: tmpdir() });
if (status !== 0) throw new Error(`go mod download failed: ${stderr}`);
const folder = JSON.parse(String(stdout)).Dir;
// Draft 4 names the schema `id`, which ajv refuses.
const {
  id: _id,
  $schema: _schema,
  ...schema
} = JSON.parse(readFileSync(join(folder, 'report/sarif/testdata/sarif-schema-2.1.0.json'), 'utf8'));
const validate = new Ajv({ strict: false, validateFormats: false, validateSchema: false }).compile(schema);
let wrong = 0;
for (const file of process.argv.slice(2)) {
  const isValid = validate(JSON.parse(readFileSync(file, 'utf8')));
  console.log(`${file}: ${isValid ? 'valid' : JSON.stringify(validate.errors, null, 2)}`);
  if (!isValid) wrong += 1;
}
process.exitCode = wrong === 0 ? 0 : 1;
