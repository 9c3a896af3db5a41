import { describe, expect, test } from '@jest/globals';
import { recipesIn } from '../../../../src/command/init/evidence/docker-build.ts';
import { makefileCommands } from '../../../../src/command/init/evidence/makefile.ts';
import { shellCommands } from '../../../../src/command/init/evidence/shell.ts';

const $ = '$';
/** `FILE in CONTEXT`, with target and arguments where there are any. */
const found = (text: string, cwd = '.') =>
  recipesIn(text, { cwd }).map(({ file, context, target, buildArgs, buildContexts }) =>
    [`${file ?? ''} in ${context}`, target, ...buildArgs, ...buildContexts]
      .filter((part) => part !== undefined)
      .join(' '),
  );

describe('a shell text says how it builds', () => {
  test.each<[string, string[]]>([
    ['docker build .', [' in .']],
    ['docker build -t shop:latest -f docker/Dockerfile .', ['docker/Dockerfile in .']],
    [
      'docker build --file=docker/Dockerfile --target run --build-arg A=1 --build-arg B ./app/',
      ['docker/Dockerfile in app run A=1'],
    ],
    ['docker buildx build --push --platform linux/amd64,linux/arm64 -t a -fx.Dockerfile sub', ['x.Dockerfile in sub']],
    ['docker image build -q --no-cache . && docker push shop', [' in .']],
    [
      'sudo DOCKER_BUILDKIT=1 /usr/bin/docker build a; podman build b | tee log; buildah bud -f c/Containerfile c',
      [' in a', ' in b', 'c/Containerfile in c'],
    ],
    ['cd services/api && docker build -f Dockerfile.prod ..', ['services/api/Dockerfile.prod in services']],
    ['docker build \\\n  --tag shop \\\n  --file deploy/Dockerfile \\\n  . # the root', ['deploy/Dockerfile in .']],
    [`DIR=apps/web\ndocker build -f ${$}DIR/Dockerfile "${$}{DIR}"`, ['apps/web/Dockerfile in apps/web']],
    [`DIR=a\nDIR=b\ndocker build ${$}DIR`, [` in ${$}{DIR}`]],
    [`for app in web api; do docker build -f apps/${$}app/Dockerfile .; done`, [`apps/${$}{app}/Dockerfile in .`]],
    [
      `docker build --build-arg SHA=${$}(git rev-parse HEAD) --build-arg V=\`date +%s\` .`,
      [` in . SHA=${$}{git_rev_parse_HEAD} V=${$}{date_s}`],
    ],
    [`docker build -f ${$}(pwd)/x/Dockerfile ${$}PWD`, ['x/Dockerfile in .']],
    [`docker build "${$}{GITHUB_WORKSPACE}/app"`, [' in app']],
    [`${$}{CONTAINER_TOOL} build -t a .`, [' in .']],
    [
      'docker build --build-context shared=../shared --build-context base=docker-image://alpine .',
      [' in . base=docker-image://alpine'],
    ],
    ['sh -c "docker build -f a/Dockerfile ."', ['a/Dockerfile in .']],
    ['docker build . > build.log 2>&1', [' in .']],
    ['docker build - < Dockerfile', []],
    ['docker build -f - .', []],
    ['docker build https://example.com/app.git', []],
    ['docker build /srv/app', []],
    ['docker build ../..', []],
    ['docker compose build api', []],
    ['go build ./cmd/server', []],
    ['docker run --rm shop build .', []],
    ['# docker build .', []],
    ['docker build', []],
    [`docker build . ${$}{FLAGS}`, [' in .']],
    [`docker build ${$}{FLAGS} app -- `, [' in app']],
    ['podman build -t a --layers .', [' in .']],
  ])('%j', (text, recipes) => {
    expect(found(text)).toEqual(recipes);
  });

  test('from the folder that it runs in', () => {
    expect(found('docker build -f Dockerfile ..', 'tools/images')).toEqual(['tools/images/Dockerfile in tools']);
  });
});

describe('a Makefile says how it builds', () => {
  test.each<[string, string[]]>([
    ['image:\n\t@docker build -f build/Dockerfile .\n', ['build/Dockerfile in .']],
    [
      `IMG ?= shop\nFILE := docker/Dockerfile # where\nimage:\n\tdocker build -t $(IMG) -f ${$}{FILE} .\n`,
      ['docker/Dockerfile in .'],
    ],
    ['DOCKER ?= docker\nBUILD = $(DOCKER) build $(FLAGS)\nFLAGS = --target run\nimage:\n\t$(BUILD) .\n', [' in . run']],
    [
      'image-%:\n\tdocker build -f cmd/$*/Dockerfile --build-arg V=$(shell git describe (x) | head) .\n',
      [`cmd/${$}{automatic42}/Dockerfile in . V=${$}{shell_git_describe_x_head}`],
    ],
    ['all:\n\tcd app && \\\n\tdocker build -t $$(basename $$PWD) $(CURDIR)/app\n', [' in app/app']],
    ['A = $(B)$(B)\nB = $(A)$(A)\nall:\n\tdocker build $(A) .\n', [' in .']],
    ['docker build .\n', []],
  ])('%j', (text, recipes) => {
    expect(found(makefileCommands(text))).toEqual(recipes);
  });
});

describe('hostile text', () => {
  test.each([
    ['open quotes', `docker build "${'a '.repeat(50_000)}`],
    ['open substitutions', '$('.repeat(60_000)],
    ['open braces', '${'.repeat(60_000)],
    ['backticks', '`'.repeat(120_001)],
    ['a thousand builds in one line', 'docker build . '.repeat(20_000)],
    ['quotes within quotes', `sh -c "${'build "'.repeat(20_000)}`],
    ['brackets in functions of make', `a:\n\t${'$(a '.repeat(50_000)}`],
    ['a word of variables', `docker build ${'$a'.repeat(50_000)}`],
    ['assignments', 'A=$A$A\n'.repeat(20_000)],
  ])('of %s ends, in few commands', (_, text) => {
    expect(recipesIn(text, { cwd: '.' }).length).toBeLessThanOrEqual(5000);
    expect(shellCommands(makefileCommands(text)).length).toBeLessThanOrEqual(5000);
  });
});
