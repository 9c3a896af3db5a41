import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { removeImages } from '../../src/docker/daemon.ts';
import { readDocker } from '../../src/docker/docker.ts';
import { inferSources } from '../../src/docker/provenance/history.ts';
import { type Measurer, openMeasurer } from '../../src/measurer/measurer.ts';
import type { Source } from '../../src/model/image.ts';
import type { Measurement } from '../../src/model/measurement.ts';
import { plainLog } from '../../src/process/log.ts';
import { describeEngines, type TestEngine } from '../support/engine.ts';
import { type Folder, makeFolder } from '../support/folder.ts';

/** Stages from stages, instructions without a layer, one instruction twice in a row, and each kind of copy. */
const SCRATCH = `ARG UNUSED=1
FROM scratch AS tools
COPY a /t
COPY b /same

FROM tools AS mid
ENV X=1
WORKDIR /w
COPY --link \\
  # a comment
  d/x \\
  /linked

FROM mid
USER 1000
COPY b /same
WORKDIR /w
WORKDIR rel
ADD a /added
COPY --from=tools /t /from-tools
COPY --link --from=tools /t /l2
WORKDIR /
LABEL q=1
COPY <<EOF /etc/heredoc
FROM nothing
EOF
COPY a a
COPY a a
EXPOSE 80
CMD ["/x"]
`;

/** An identical step of two stages is in the provenance twice. */
const TWINS = `FROM scratch AS one
COPY a /a
COPY b /only-one
FROM scratch AS two
COPY a /a
COPY --from=one /only-one /z
`;

const ARGUMENTS = `ARG VARIANT=slim
FROM scratch AS base-slim
COPY a /same
FROM scratch AS base-full
COPY a /same
COPY --from=base-slim /same /full
FROM base-\${VARIANT}
ARG TO=/b
COPY b \${TO}
`;

const SHELLS = `FROM debian:bookworm-slim
RUN <<EOF
echo "FROM x" > /heredoc
EOF
RUN --mount=type=bind,target=/ctx \\
    # a comment

    cp /ctx/a /mounted && \\
    true
run true
RUN cat <<-ONE <<'TWO' > /two
	one
	ONE
TWO \\
TWO
ARG WHO=me
ARG OTHER="a b"
RUN ["/bin/cp", "/two", "/three"]
COPY --chown=1:1 ["a", "b", "/copied/"]
SHELL ["/bin/bash", "-c"]
RUN echo "$WHO" > /who
VOLUME /v
`;

const ESCAPED = `# escape=\`
# check=skip=all

FROM scratch
COPY a \`
  b /both/
`;

/** Options that came with the syntax 1.17 to 1.19; --parents and --device need a newer builder (docker/provenance). The trees are those of the test's folder. */
const OPTIONS = `FROM debian:bookworm-slim
COPY --exclude=d \\
  --exclude=*.Dockerfile . /excluded/
ADD --unpack=false packed.tar /packed/
ADD --unpack packed.tar \\
  /unpacked/
ADD --link --chmod=0600 packed.tar /plain/
RUN --network=none --mount=type=tmpfs,target=/t \\
  true
`;

const SEVERAL = `FROM scratch
COPY <<one <<"two" <<-'three' /dir/
# FROM nothing
one
$NOT
two
	three
COPY <<a <<b b /mixed/
a
b
COPY --chmod=0644 <<EOF /last
COPY a /a
EOF
ADD <<x <<y /added/
x
ADD <<z /no
y
`;

/** Stages that are the same to the builder, which makes each step once. */
const SAME = `FROM scratch AS one
COPY a /a
WORKDIR /w
FROM scratch AS two
COPY a /a
WORKDIR /w
FROM two AS three
COPY b /b
FROM two AS four
COPY b /b
COPY --from=one /a /from-one
COPY --from=two /a /from-two
`;

const CRLF = ESCAPED.replaceAll('\n', '\r\n');
const CRLF_LONG = `# escape=\`\r
FROM debian:bookworm-slim AS base\r
RUN echo a && \`\r
  # a comment\r
\r
  echo C:\\ > /b\r
FROM base\r
COPY a /a\r
COPY d \`\r
  /d/\r
`;

interface Case {
  readonly dockerfile: string;
  readonly target?: string;
  readonly buildArgs?: readonly string[];
  readonly inherited?: number;
  /** `LINE stage` or `FIRST-LAST stage` of each own layer. */
  readonly own: readonly string[];
}

const CASES: Readonly<Record<string, Case>> = {
  'stages from stages': {
    dockerfile: SCRATCH,
    own: [
      '3 tools',
      '4 tools',
      '8 mid',
      '9-12 mid',
      '16 2',
      '17 2',
      '18 2',
      '19 2',
      '20 2',
      '21 2',
      '24-26 2',
      '27 2',
      '28 2',
    ],
  },
  'a target stage': { dockerfile: SCRATCH, target: 'MID', own: ['3 tools', '4 tools', '8 mid', '9-12 mid'] },
  'identical instructions in two stages': { dockerfile: TWINS, own: ['5 two', '6 two'] },
  'the other one of them': { dockerfile: TWINS, target: 'one', own: ['2 one', '3 one'] },
  'a stage named by an argument': { dockerfile: ARGUMENTS, own: ['3 base-slim', '9 2'] },
  'a stage named by an argument that is given': {
    dockerfile: ARGUMENTS,
    buildArgs: ['VARIANT=full', 'TO=/c'],
    own: ['5 base-full', '6 base-full', '9 2'],
  },
  'shells, here-documents and an empty layer': {
    dockerfile: SHELLS,
    inherited: 1,
    own: ['2-4 0', '5-9 0', '10 0', '11-15 0', '18 0', '19 0', '21 0'],
  },
  'options of newer syntax': {
    dockerfile: OPTIONS,
    inherited: 1,
    own: ['2-3 0', '4 0', '5-6 0', '7 0', '8-9 0'],
  },
  'here-documents of several files': { dockerfile: SEVERAL, own: ['2-7 0', '8-10 0', '11-13 0', '14-17 0'] },
  'identical stages': { dockerfile: SAME, own: ['5 two', '6 two', '10 four', '11 four', '12 four'] },
  'the first of identical stages': { dockerfile: SAME, target: 'one', own: ['2 one', '3 one'] },
  'the heir of one of them': { dockerfile: SAME, target: 'three', own: ['5 two', '6 two', '8 three'] },
  'Windows line ends and another escape': { dockerfile: CRLF, own: ['5-6 0'] },
  'Windows line ends, comments and stages': {
    dockerfile: CRLF_LONG,
    inherited: 1,
    own: ['3-6 base', '8 1', '9-10 1'],
  },
  'another escape': { dockerfile: ESCAPED, own: ['5-6 0'] },
  'nothing of its own': { dockerfile: 'FROM debian:bookworm-slim\nENV A=b\n', inherited: 1, own: [] },
};

const open = ({ env }: TestEngine, noCache = false) => {
  const log = plainLog(() => {}, { verbose: false });
  return openMeasurer({ cacheFrom: [], cacheTo: [], timeLimit: 120, log, version: '1', env, noCache });
};

async function measure(folder: Folder, measurer: Measurer, source: Source): Promise<Measurement> {
  const measured = await measurer.measure({ name: 'lines', source }, { root: folder.path, side: 'head' });
  const [measurement] = measured.kind === 'measured' ? measured.measurements : [];
  if (measurement === undefined) throw new Error(JSON.stringify(measured));
  return measurement;
}

function dockerfile(file: string, { target, buildArgs = [] }: Partial<Case> = {}): Source {
  return { kind: 'dockerfile', file, context: '.', buildArgs, ...(target === undefined ? {} : { target }) };
}

/** buildx before 0.14 has no provenance in its metadata file. */
function tellsNothing({ buildx = '' }: Measurement['versions']): boolean {
  return /^v?0\.1[0-3]\./.test(buildx);
}

/** The lines of each layer, as in a Case, with the file if it is another one. */
function told(layers: readonly Pick<Measurement['layers'][number], 'source'>[], usual: string): readonly string[] {
  return layers.map(({ source }) => {
    if (source === undefined) return '-';
    const { start, end } = source.lines;
    return `${source.file === usual ? '' : `${source.file}:`}${start}${end === start ? '' : `-${end}`} ${source.stage}`;
  });
}

describeEngines('the lines that made each layer', (engine) => {
  let folder: Folder;
  /** One for all images, which weighs their common base once. */
  let measurer: Measurer;
  const onbuild = `image-size-gate-test/lines-${randomBytes(4).toString('hex')}`;
  beforeAll(async () => {
    folder = await makeFolder();
    measurer = await open(engine);
    await folder.write('a', 'a');
    await folder.write('b', 'bb');
    await folder.write('d/x', 'xxx');
    await folder.write('packed.tar', 'no tar, which is copied as it is');
  });
  afterAll(async () => {
    await removeImages(engine, [onbuild]);
    await measurer[Symbol.asyncDispose]();
    await folder[Symbol.asyncDispose]();
  });

  test.each(Object.entries(CASES))('of %s', async (name, { inherited = 0, own, ...each }) => {
    const file = `docker/${name.replaceAll(/\W/g, '-')}.Dockerfile`;
    await folder.write(file, each.dockerfile);
    const { layers, base } = await measure(folder, measurer, dockerfile(file, each));
    const expected = [...Array(inherited).fill('-'), ...own];
    expect(told(layers, file)).toEqual(expected);
    expect(base?.layers ?? inherited).toBe(inherited);

    const values = Object.fromEntries((each.buildArgs ?? []).map((argument) => argument.split('=')));
    const known = { file };
    const inference = { known, text: each.dockerfile, target: each.target ?? '', values };
    const inferred = inferSources(
      layers.map(({ createdBy }) => createdBy),
      inference,
    );
    expect(
      told(
        inferred.map((source) => (source === undefined ? {} : { source })),
        file,
      ),
    ).toEqual(expected);
  });

  test('are the same for a new build and a build from the cache', async () => {
    await folder.write('Dockerfile', SCRATCH);
    await using uncached = await open(engine, true);
    const anew = await measure(folder, uncached, dockerfile('Dockerfile'));
    const cached = await measure(folder, measurer, dockerfile('Dockerfile'));
    expect(cached.build?.cached).toBeGreaterThan(0);
    expect(told(cached.layers, 'Dockerfile')).toEqual(told(anew.layers, 'Dockerfile'));
    expect(anew.layers.at(-1)?.source).toMatchObject({ instruction: 'COPY a a' });
  });

  test('of ONBUILD instructions in the base image are those of the FROM', async () => {
    await folder.write('base.Dockerfile', 'FROM scratch\nCOPY a /a\nONBUILD COPY b /b\nONBUILD WORKDIR /o\n');
    const args = ['buildx', 'build', '--load', '-t', onbuild, '-f', 'base.Dockerfile', '.'];
    expect((await readDocker({ ...engine, cwd: folder.path }, args)).exitCode).toBe(0);
    await folder.write('heir.Dockerfile', `# heir\nFROM ${onbuild} AS heir\nCOPY d /d\n`);
    const { layers, versions } = await measure(folder, measurer, dockerfile('heir.Dockerfile'));
    const triggered = tellsNothing(versions) ? '-' : '2 heir';
    expect(told(layers, 'heir.Dockerfile')).toEqual(['-', triggered, triggered, '3 heir']);
  });

  describe('in bake files', () => {
    beforeAll(async () => {
      await folder.write('web/base.Dockerfile', 'FROM scratch\nCOPY a /base\n');
      await folder.write('web/Dockerfile', '# two\nFROM basis\nCOPY b /web\n');
      await folder.write(
        'docker-bake.hcl',
        `target "basis" { dockerfile = "web/base.Dockerfile" }
target "web" {
  dockerfile = "web/Dockerfile"
  contexts = { basis = "target:basis" }
}
target "inline" {
  dockerfile-inline = <<-END
    FROM scratch
    ARG TO=/b
    COPY b $\${TO}
  END
}
target "made" {
  dockerfile-inline = "FROM scratch\\nCOPY a /a\\n"
}
`,
      );
      await folder.write(
        'compose.yaml',
        'services:\n  site:\n    build:\n      context: .\n      dockerfile_inline: |\n        FROM scratch\n        COPY d /d\n',
      );
    });

    test.each([
      [
        'of another target are in the Dockerfile of that target',
        'docker-bake.hcl',
        'web',
        ['web/base.Dockerfile:2 0', 'web/Dockerfile:3 0'],
      ],
      ['of an inline Dockerfile are the bake file’s', 'docker-bake.hcl', 'inline', ['docker-bake.hcl:10 0']],
      [
        'of a Dockerfile that is not in a file have the name of the target',
        'docker-bake.hcl',
        'made',
        ['docker-bake.hcl#made:2 0'],
      ],
      ['of one in a compose file are that file’s', 'compose.yaml', 'site', ['compose.yaml:7 0']],
    ])('those %s', async (_what, file, target, expected) => {
      const { layers, versions } = await measure(folder, measurer, { kind: 'bake', files: [file], target });
      const isOfAnother = (place: string) => place.startsWith('web/base.') && tellsNothing(versions);
      expect(told(layers, '')).toEqual(expected.map((place) => (isOfAnother(place) ? '-' : place)));
    });
  });
});
