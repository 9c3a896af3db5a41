// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the bake file's own interpolation is what is tested
import { readdir } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import { readBake } from '../../../src/docker/bake/bake.ts';
import { inheritOutputs, makesImage } from '../../../src/docker/bake/outputs.ts';
import { listBakeTargets } from '../../../src/docker/bake/targets.ts';
import { describeAnyEngine } from '../../support/engine.ts';
import { makeFolder } from '../../support/folder.ts';

const outputsOf = (output: unknown) =>
  inheritOutputs([{ name: 'a', output: Array.isArray(output) ? output : [output], inherits: [] }])('a');

describe('an output is read as buildx does', () => {
  test.each<[unknown, object]>([
    ['type=local,dest=out', { type: 'local', dest: 'out' }],
    ['./bin', { type: 'local', dest: './bin' }],
    ['dest=out', { type: 'local', dest: 'dest=out' }],
    ['-', { type: 'tar' }],
    ['dest=x,TYPE=tar', { dest: 'x', type: 'tar' }],
    ['type=image,"name=a,b",push=true', { type: 'image', name: 'a,b', push: 'true' }],
    [
      { type: 'registry', dest: '', compression: 'zstd' },
      { type: 'registry', compression: 'zstd' },
    ],
  ])('%j', (entry, expected) => {
    expect(Object.fromEntries(outputsOf(entry)[0] ?? [])).toEqual(expected);
  });

  test.each<[readonly unknown[], boolean]>([
    [[], true],
    [[''], true],
    [['type=cacheonly'], false],
    [['out', { type: 'tar' }], false],
    [['out', 'type=registry'], true],
    [['type=docker'], true],
    [['type=oci,dest=x.tar'], true],
    [[5], true],
  ])('%j make an image: %s', (output, expected) => {
    expect(makesImage(outputsOf(output))).toBe(expected);
  });
});

describe('outputs are inherited', () => {
  const find = (said: readonly [string, unknown, readonly string[]][], name = 'a') =>
    inheritOutputs(
      said.map(([each, output, inherits]) => ({ name: each, ...(output ? { output: [output] } : {}), inherits })),
    )(name).map((output) => output.get('type'));

  test.each<[string, [string, unknown, readonly string[]][], readonly string[]]>([
    [
      'from a parent',
      [
        ['a', undefined, ['b']],
        ['b', 'out', []],
      ],
      ['local'],
    ],
    [
      'from a parent’s parent',
      [
        ['a', undefined, ['b']],
        ['b', undefined, ['c']],
        ['c', 'out', []],
      ],
      ['local'],
    ],
    [
      'from the last parent',
      [
        ['a', undefined, ['b', 'c']],
        ['b', 'out', []],
        ['c', 'type=image', []],
      ],
      ['image'],
    ],
    [
      'not where there are own ones',
      [
        ['a', 'type=tar', ['b']],
        ['b', 'out', []],
      ],
      ['tar'],
    ],
    [
      'from the last file',
      [
        ['a', 'type=tar', []],
        ['a', 'type=oci', []],
        ['a', undefined, []],
      ],
      ['oci'],
    ],
    [
      'from nothing in a circle',
      [
        ['a', undefined, ['b']],
        ['b', undefined, ['a']],
      ],
      [],
    ],
  ])('%s', (_what, said, expected) => {
    expect(find(said)).toEqual(expected);
  });
});

/** The images of texts: a file writes only files where its name is not among them. */
const TEXTS: readonly (readonly [what: string, files: Readonly<Record<string, string>>, images: readonly string[]])[] =
  [
    [
      'an attribute `target` before the output',
      { 'a.hcl': 'target "f" {\n  target = "f"\n  output = ["type=local,dest=o"]\n}' },
      [],
    ],
    ['one behind it', { 'a.hcl': 'target "f" {\n  output = ["o"]\n  target = "f"\n}' }, []],
    ['a block on one line', { 'a.hcl': 'target "f" { output = ["type=tar,dest=o"] }' }, []],
    [
      'attributes that are called as blocks are',
      {
        'a.hcl':
          'target "f" {\n  args = {\n    group = "g"\n    target = "x"\n    variable = "y"\n  }\n  output = ["o"]\n}',
      },
      [],
    ],
    [
      'a list with comments',
      { 'a.hcl': 'target "f" {\n  output = [\n    # "type=image",\n    "o", // ]\n    /* "type=docker" */\n  ]\n}' },
      [],
    ],
    [
      'a block in a comment',
      {
        'a.hcl':
          '/*\ntarget "f" {\n  output = ["type=image"]\n}\n*/\ntarget "f" {\n  output = ["o"]\n}\n# target "f" { output = ["type=image"] }',
      },
      [],
    ],
    [
      'a here-document with a block',
      {
        'a.hcl':
          'target "f" {\n  dockerfile-inline = <<-E\n    FROM scratch\n    target "f" {\n      output = ["type=image"]\n    }\n  E\n  output = ["o"]\n}',
      },
      [],
    ],
    ['a variable', { 'a.hcl': 'variable "OUT" { default = "./bin" }\ntarget "f" {\n  output = [OUT]\n}' }, []],
    [
      'a variable from the environment',
      { 'a.hcl': 'variable "FROM_ENV" { default = "type=image" }\ntarget "f" {\n  output = ["${FROM_ENV}"]\n}' },
      [],
    ],
    [
      'a variable that is empty',
      { 'a.hcl': 'variable "OUT" { default = "" }\ntarget "f" {\n  output = ["${OUT}"]\n}' },
      ['f'],
    ],
    [
      'a function',
      {
        'a.hcl': 'function "dir" {\n  params = [d]\n  result = "./bin/${d}"\n}\ntarget "f" {\n  output = [dir("b")]\n}',
      },
      [],
    ],
    [
      'a conditional',
      {
        'a.hcl':
          'variable "PUSH" { default = false }\ntarget "f" {\n  output = PUSH ? ["type=registry"] : ["type=cacheonly"]\n}',
      },
      [],
    ],
    [
      'an interpolation',
      { 'a.hcl': 'variable "T" { default = "image" }\ntarget "f" {\n  output = ["type=${T},name=x"]\n}' },
      ['f'],
    ],
    ['a for expression', { 'a.hcl': 'target "f" {\n  output = [for t in ["local"] : "type=${t},dest=o"]\n}' }, []],
    [
      'the attribute of another target',
      { 'a.hcl': 'target "g" {\n  output = ["o"]\n}\ntarget "f" {\n  output = target.g.output\n}' },
      [],
    ],
    [
      'a here-document as the output',
      { 'a.hcl': 'target "f" {\n  output = [trimspace(<<E\ntype=local,dest=o\nE\n)]\n}' },
      [],
    ],
    [
      'inheritance by a variable',
      {
        'a.hcl':
          'variable "B" { default = "_b" }\ntarget "_b" {\n  output = ["o"]\n}\ntarget "f" {\n  inherits = [B]\n}',
      },
      [],
    ],
    [
      'an output of its own over an inherited one',
      {
        'a.hcl': 'target "_b" {\n  output = ["o"]\n}\ntarget "f" {\n  inherits = ["_b"]\n  output = ["type=image"]\n}',
      },
      ['f'],
    ],
    [
      'a matrix some of which are images',
      {
        'a.hcl':
          'target "m" {\n  matrix = {\n    t = [{ n = "x", o = "out" }, { n = "y", o = "type=image" }]\n  }\n  name = "m-${t.n}"\n  output = [t.o]\n}',
      },
      ['m-y'],
    ],
    [
      'a matrix that inherits by its item',
      {
        'a.hcl':
          'target "_x" { output = ["o"] }\ntarget "_y" {}\ntarget "m" {\n  name = "m-${t}"\n  matrix = { t = ["x", "y"] }\n  inherits = ["_${t}"]\n}',
      },
      ['m-y'],
    ],
    ['a matrix of one without a name', { 'a.hcl': 'target "m" {\n  matrix = { t = ["x"] }\n  output = [t]\n}' }, []],
    [
      'a later file',
      { 'a.hcl': 'target "f" {\n  output = ["type=image"]\n}', 'b.json': '{"target": {"f": {"output": ["o"]}}}' },
      [],
    ],
    [
      'a later file that says nothing of it',
      { 'a.hcl': 'target "f" {\n  output = ["o"]\n}', 'b.hcl': 'target "f" {\n  platforms = ["linux/amd64"]\n}' },
      [],
    ],
    [
      'a later file whose variable it uses',
      { 'a.hcl': 'target "f" {\n  output = [OUT]\n}', 'b.hcl': 'variable "OUT" { default = "o" }' },
      [],
    ],
    [
      'JSON with a template',
      { 'a.json': '{"variable": {"T": {"default": "tar"}}, "target": {"f": {"output": ["type=${T},dest=o"]}}}' },
      [],
    ],
    [
      'JSON with a matrix',
      {
        'a.json':
          '{"target": {"m": {"name": "m-${t}", "matrix": {"t": ["x", "image"]}, "output": ["type=${t == \\"x\\" ? \\"tar\\" : t}"]}}}',
      },
      ['m-image'],
    ],
    [
      'a compose file',
      {
        'compose.yaml':
          'x-f: &f\n  output: ["type=local,dest=${DEST:-o}"]\nservices:\n  f.g:\n    build:\n      context: .\n      x-bake:\n        <<: *f\n  h:\n    build: .\n  zz:\n    build: .\n',
      },
      ['h'],
    ],
    [
      'a compose file below a bake file',
      {
        'compose.yaml': 'services:\n  f:\n    build: .\n  zz:\n    build: .\n',
        'a.hcl': 'target "f" {\n  output = ["o"]\n}',
      },
      [],
    ],
    [
      'letters of other alphabets, and a byte order that is usual',
      { 'a.hcl': '# é 😀\ntarget "f" {\n  args = { "é" = "😀" }\n  output = ["o"]\n}' },
      [],
    ],
    ['ends of lines as in Windows', { 'a.hcl': 'target "f" {\r\n  target = "x"\r\n  output = ["o"]\r\n}\r\n' }, []],
  ];

describeAnyEngine('a target that writes only files is no image', ({ env }) => {
  test.each(TEXTS)('by %s', async (_what, texts, images) => {
    await using folder = await makeFolder();
    const files = Object.keys(texts);
    for (const [file, text] of Object.entries(texts)) await folder.write(file, text);
    // One target that is an image, so that there is always one. In a compose file it is a service.
    const image = 'compose.yaml' in texts ? [] : ['image.hcl'];
    for (const file of image) await folder.write(file, 'target "zz" {}\n');
    const all = [...files, ...image];
    const request = { files: all, root: folder.path, env: { ...env, FROM_ENV: 'o' } };
    const listed = (await listBakeTargets(request)).map(({ name }) => name);
    expect(listed.filter((name) => name !== 'g')).toEqual([...images, 'zz']);
    expect((await readdir(folder.path)).toSorted()).toEqual(all.toSorted());
  });

  test('nor where the settings of the others are read with it', async () => {
    await using folder = await makeFolder();
    await folder.write(
      'a.hcl',
      'variable "C" { default = "zstd" }\ntarget "_p" {\n  output = ["type=registry,compression=${C}"]\n}\ntarget "a" { inherits = ["_p"] }\n',
    );
    const { targets } = await readBake({ files: ['a.hcl'], targets: ['a'], root: folder.path, env });
    expect(targets.get('a')?.outputs).toEqual([
      new Map([
        ['type', 'registry'],
        ['compression', 'zstd'],
      ]),
    ]);
  });
});
