import { expect, test } from '@jest/globals';
import { parseConfig } from '../../src/oci/config.ts';

type Step = readonly [createdBy: string | undefined, empty?: 'empty'];

const DIFF = `sha256:${'0'.repeat(64)}`;
const NOP = '/bin/sh -c #(nop) ';
const BUILDAH = { Labels: { 'io.buildah.version': '1.43.2' } };
const KANIKO = { author: 'kaniko' };

function madeBy(steps: readonly Step[], { config = {}, entry = {} }: { config?: object; entry?: object } = {}) {
  const history = steps.map(([created_by, empty]) => ({ created_by, empty_layer: empty === 'empty', ...entry }));
  const layers = steps.filter(([, empty]) => empty === undefined).length;
  const document = {
    os: 'linux',
    architecture: 'amd64',
    config,
    history,
    rootfs: { diff_ids: Array(layers).fill(DIFF) },
  };
  return parseConfig(Buffer.from(JSON.stringify(document)), { archive: 'a' }, layers).createdBy;
}

test.each<[string, readonly Step[], object, readonly string[]]>([
  [
    'BuildKit: the instruction of the layer, as it is written',
    [['COPY a /a # buildkit'], ['ENV X=1', 'empty'], ['RUN /bin/sh -c make # buildkit'], ['CMD ["/a"]', 'empty']],
    {},
    ['COPY a /a # buildkit', 'RUN /bin/sh -c make # buildkit'],
  ],
  [
    'the classic builder: not the RUN before that wrote nothing',
    [['/bin/sh -c true', 'empty'], [`${NOP}COPY file:1 in /a `]],
    {},
    [`${NOP}COPY file:1 in /a `],
  ],
  [
    'buildah: all steps that write files, not the CMD that the layer stands under',
    [
      [`${NOP}COPY file:1 in /a `, 'empty'],
      ['/bin/sh -c make install', 'empty'],
      [`${NOP}ENV X=1`, 'empty'],
      [`${NOP}CMD ["/a"]`],
    ],
    { config: BUILDAH },
    ['COPY file:1 in /a; RUN make install'],
  ],
  [
    'buildah: all steps, where the last one writes files too',
    [[`${NOP}COPY file:1 in /a `, 'empty'], ['/bin/sh -c make install']],
    { config: BUILDAH },
    ['COPY file:1 in /a; RUN make install'],
  ],
  [
    'buildah over a base image: no step of the base image',
    [
      ['/bin/sh -c apt-get update', 'empty'],
      [`${NOP}ADD file:2 in /`],
      [`${NOP}COPY file:1 in /a `, 'empty'],
      [`${NOP}CMD ["/a"]`],
    ],
    {},
    [`${NOP}ADD file:2 in /`, 'COPY file:1 in /a'],
  ],
  [
    "kaniko's single snapshot",
    [['COPY a /a', 'empty'], ['RUN make', 'empty'], ['LABEL a=b']],
    { entry: KANIKO },
    ['COPY a /a; RUN make'],
  ],
  [
    'docker build --squash, whose last entry names nothing',
    [[`${NOP}COPY file:1 in /a `, 'empty'], ['/bin/sh -c make', 'empty'], [undefined]],
    {},
    ['COPY file:1 in /a; RUN make'],
  ],
  ['an instruction that cannot write files, and nothing else: nobody', [['CMD ["/a"]']], {}, ['']],
  [
    'another tool: what it says',
    [['bazel build //app'], ['crane flatten sha256:12']],
    {},
    ['bazel build //app', 'crane flatten sha256:12'],
  ],
])('%s', (_name, steps, how, expected) => {
  expect(madeBy(steps, how)).toEqual(expected);
});

test('thousands of steps of one layer are bounded', () => {
  const steps = Array.from({ length: 4000 }, (): Step => ['RUN make', 'empty']);
  expect(madeBy([...steps, ['CMD a']])[0]?.length).toBeLessThan(600);
});
