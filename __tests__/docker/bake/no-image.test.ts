import { expect, test } from '@jest/globals';
import { listBakeTargets } from '../../../src/docker/bake/targets.ts';
import { describeAnyEngine } from '../../support/engine.ts';
import { makeFolder } from '../../support/folder.ts';

const FILES_ONLY = `
group "default" { targets = ["binaries", "docs"] }
variable "OUT" { default = "./bin" }
target "_common" {}
target "binaries" { output = [OUT] }
target "docs" { output = ["type=tar,dest=docs.tar", "type=cacheonly"] }
target "image" { inherits = ["_common"] }
`;

/** File, its text, the targets asked for, and the message. */
const MESSAGES: readonly (readonly [
  file: string,
  text: string,
  targets: readonly string[] | undefined,
  message: string,
])[] = [
  [
    'a.hcl',
    FILES_ONLY,
    undefined,
    'a.hcl makes no image: binaries only writes files (type=local), docs only writes files (type=tar, type=cacheonly). Name a target that makes one: image',
  ],
  ['a.hcl', FILES_ONLY, ['binarys'], 'a.hcl has no target binarys; it has _common, binaries, docs, image'],
  [
    'a.hcl',
    'group "lint" { targets = ["a"] }\ntarget "a" { output = ["type=cacheonly"] }\n',
    ['lint'],
    'a.hcl makes no image: a only fills the cache (type=cacheonly). No other target makes one',
  ],
  [
    'a.hcl',
    'target "_a" {}\ntarget "_b" {}\n',
    undefined,
    'a.hcl makes no image: a name that begins with "_" is a template for others (_a, _b). No other target makes one',
  ],
  ['a.hcl', '# nothing yet\n', undefined, 'a.hcl has no target'],
  [
    'a.hcl',
    'group "default" { targets = [] }\ntarget "a" {}\n',
    undefined,
    'a.hcl makes no image: the group default has no target. Name a target that makes one: a',
  ],
  ['a.json', '{}', undefined, 'a.json has no target'],
  [
    'compose.yaml',
    'services:\n  db: {image: postgres}\n  cache: {image: redis}\n',
    undefined,
    'compose.yaml builds no image: none of its services has a "build:" (db, cache). Name a Dockerfile instead',
  ],
  ['compose.yaml', 'services: {}\n', undefined, 'compose.yaml has no service with a "build:"'],
  [
    'compose.yaml',
    'services:\n  db: {image: postgres}\n  web: {build: .}\n',
    ['db'],
    'compose.yaml: the service db has no "build:", so it makes no image',
  ],
  [
    'compose.yaml',
    'services:\n  web: {build: {context: ., x-bake: {output: [out]}}}\n',
    undefined,
    'compose.yaml makes no image: web only writes files (type=local). No other target makes one',
  ],
];

describeAnyEngine('bake files without an image', ({ env }) => {
  test.each(MESSAGES)('%s: %j, %j: %s', async (file, text, targets, message) => {
    await using folder = await makeFolder();
    await folder.write(file, text);
    const listing = listBakeTargets({ files: [file], targets, root: folder.path, env });
    await expect(listing).rejects.toThrow(new Error(message));
  });
});
