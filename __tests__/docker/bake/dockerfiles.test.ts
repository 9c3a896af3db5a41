import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parseBakeDefinition } from '../../../src/docker/bake/definition.ts';
import { type BakeFolder, bakeDockerfiles, bakeInference } from '../../../src/docker/bake/dockerfiles.ts';
import { hashText } from '../../../src/docker/dockerfile/tree.ts';
import { type Folder, makeFolder } from '../../support/folder.ts';

const INLINE = 'FROM scratch\nRUN a \\\n  $TO\n';

let folder: Folder;
beforeAll(async () => {
  folder = await makeFolder();
  await folder.write('app/Dockerfile', 'FROM basis\n');
  await folder.write('base.Dockerfile', 'FROM scratch\n');
  await folder.write(
    'once.hcl',
    'target "a" {\n  dockerfile-inline = <<-E\n    FROM scratch\n    RUN a \\\n      $$TO\n  E\n}\n',
  );
  await folder.write('first.yaml', INLINE);
  await folder.write('twice.hcl', `${INLINE}\n${INLINE}`);
  const block = (name: string, text: string) => `target "${name}" {\n  dockerfile-inline = <<E\n${text}E\n}\n`;
  await folder.write('each.hcl', `${block('other', INLINE)}${block('web', INLINE)}`);
  await folder.write('variable.hcl', block('web', INLINE.replace('scratch', '$${BASE}').replace('$$', '$')));
  await folder.write('longer.hcl', block('web', `${INLINE}\n# more\n`));
  await folder.write('escaped.hcl', 'dockerfile-inline = "FROM scratch\\nRUN a"');
});
afterAll(() => folder[Symbol.asyncDispose]());

const kitchen = (target: object, files: readonly string[] = ['once.hcl']): BakeFolder => ({
  files,
  definition: parseBakeDefinition(JSON.stringify({ target }), 'once.hcl'),
  root: folder.path,
});

async function known(target: object, files?: readonly string[]) {
  const all = kitchen(target, files);
  const web = all.definition.targets.get('web');
  return web === undefined ? [] : await bakeDockerfiles(all, web);
}

describe('the Dockerfiles of a target', () => {
  test('are its own and those of its linked targets', async () => {
    const web = { context: 'app', contexts: { basis: 'target:basis' } };
    expect(await known({ web, basis: { dockerfile: `${folder.path}/base.Dockerfile` } })).toEqual([
      { file: 'app/Dockerfile', digest: hashText('FROM basis\n') },
      { file: 'base.Dockerfile', digest: hashText('FROM scratch\n') },
    ]);
  });

  test('are none where its own is remote', async () => {
    const contexts = { basis: 'target:basis' };
    const basis = { dockerfile: 'base.Dockerfile' };
    expect(await known({ web: { context: 'https://example.com/a.git', contexts }, basis })).toEqual([]);
    expect(await known({ web: { dockerfile: 'missing', contexts }, basis })).toEqual([]);
  });

  test.each<[string, readonly string[], object]>([
    ['indented as it is there', ['once.hcl'], { file: 'once.hcl', firstLine: 3 }],
    ['from the first line on', ['first.yaml'], { file: 'first.yaml', firstLine: 1 }],
    ['in the one of several files that has it', ['escaped.hcl', 'once.hcl'], { file: 'once.hcl', firstLine: 3 }],
    ['by name where it stands twice', ['twice.hcl'], { file: 'twice.hcl#web' }],
    ['in its own block where it stands twice', ['each.hcl'], { file: 'each.hcl', firstLine: 10 }],
    ['in its own block where a variable is in it', ['variable.hcl'], { file: 'variable.hcl', firstLine: 3 }],
    ['by name where its own block has other lines', ['longer.hcl', 'each.hcl'], { file: 'each.hcl', firstLine: 10 }],
    ['by name where two files have it', ['once.hcl', 'first.yaml'], { file: 'once.hcl + first.yaml#web' }],
    ['by name where it is not literally there', ['escaped.hcl'], { file: 'escaped.hcl#web' }],
    ['by name where the file is gone', ['gone.hcl'], { file: 'gone.hcl#web' }],
  ])('that stands in a bake file are found %s', async (_what, files, place) => {
    const web = { 'dockerfile-inline': INLINE };
    expect(await known({ web }, files)).toEqual([{ ...place, digest: hashText(INLINE) }]);
  });
});

test('history is matched with a target’s text, stage and arguments', async () => {
  const args = { A: 'b', FROM_ENVIRONMENT: null };
  const all = { ...kitchen({ web: { context: 'app', target: 'run', args } }), platform: 'linux/arm64' };
  const web = all.definition.targets.get('web');
  const [own] = web === undefined ? [] : await bakeDockerfiles(all, web);
  expect(web && (await bakeInference(all, web, own))).toEqual({
    known: { digest: hashText('FROM basis\n'), file: 'app/Dockerfile' },
    text: 'FROM basis\n',
    target: 'run',
    values: { A: 'b', TARGETARCH: 'arm64', TARGETOS: 'linux', TARGETPLATFORM: 'linux/arm64', TARGETVARIANT: '' },
  });
  expect(web && (await bakeInference(all, web, undefined))).toBeUndefined();
});
