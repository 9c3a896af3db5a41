import { describe, expect, test } from '@jest/globals';
import { inferContext, missingSources } from '../../../src/command/init/context.ts';
import { parseDockerfile } from '../../../src/docker/dockerfile/tree.ts';
import { makeFolder } from '../../support/folder.ts';

interface Case {
  readonly file: string;
  readonly lines: readonly string[];
  /** Other files of the repository. */
  readonly beside: readonly string[];
  readonly context: string;
}

async function inferred({ file, lines, beside }: Omit<Case, 'context'>) {
  await using folder = await makeFolder();
  const text = ['FROM debian', ...lines, ''].join('\n');
  for (const name of beside) await folder.write(name, '');
  await folder.write(file, text);
  const subject = { root: folder.path, file, tree: parseDockerfile(text) };
  const context = await inferContext(subject);
  return { context, missing: await missingSources(subject, context) };
}

const API = 'apps/api/Dockerfile';

describe('the context of a Dockerfile is', () => {
  test.each<[string, Case]>([
    [
      'its own folder, which has all',
      {
        file: API,
        lines: ['COPY package.json src /'],
        beside: ['package.json', 'apps/api/package.json', 'apps/api/src/a'],
        context: 'apps/api',
      },
    ],
    [
      'the root, which alone has all',
      {
        file: API,
        lines: ['COPY package.json packages /', 'COPY apps/api /'],
        beside: ['package.json', 'packages/a', 'apps/api/package.json'],
        context: '.',
      },
    ],
    [
      'one between',
      {
        file: 'a/shop/docker/Dockerfile',
        lines: ['COPY src docker/run.sh /'],
        beside: ['a/shop/src/x', 'a/shop/docker/run.sh', 'package.json'],
        context: 'a/shop',
      },
    ],
    [
      'the one whose pattern matches',
      { file: API, lines: ['COPY *.sln apps/*/x.cs /'], beside: ['Shop.sln', 'apps/api/x.cs'], context: '.' },
    ],
    [
      'the one that its ignore file does not empty',
      { file: 'docker/Dockerfile', lines: ['COPY docker/a /', 'COPY . /'], beside: ['docker/a'], context: '.' },
    ],
    [
      'the folder of the lock file that RUN needs',
      {
        file: API,
        lines: ['COPY . .', 'RUN npm ci && npm run build'],
        beside: ['package.json', 'package-lock.json', 'apps/api/package.json'],
        context: '.',
      },
    ],
    [
      'its own, which has the lock file',
      {
        file: API,
        lines: ['COPY . .', 'RUN npm ci'],
        beside: ['package.json', 'apps/api/package-lock.json', 'apps/api/package.json'],
        context: 'apps/api',
      },
    ],
    [
      'the folder of the paths that RUN names',
      {
        file: 'src/Api/Dockerfile',
        lines: ['COPY . .', 'RUN dotnet publish src/Api/Api.csproj'],
        beside: ['src/Api/Api.csproj', 'src/Lib/Lib.csproj'],
        context: '.',
      },
    ],
    [
      'the module of a Go program',
      {
        file: 'cmd/server/Dockerfile',
        lines: ['COPY . .', 'RUN go build ./cmd/server'],
        beside: ['go.mod', 'cmd/server/main.go'],
        context: '.',
      },
    ],
    [
      'the workspace of turbo',
      {
        file: 'apps/web/Dockerfile',
        lines: ['COPY . .', 'RUN npx turbo prune web --docker'],
        beside: ['turbo.json', 'package.json', 'apps/web/package.json'],
        context: '.',
      },
    ],
    [
      'the workspace that a bind mount takes',
      {
        file: 'apps/web/Dockerfile',
        lines: ['RUN --mount=type=bind,source=pnpm-lock.yaml,target=pnpm-lock.yaml pnpm install'],
        beside: ['pnpm-lock.yaml', 'apps/web/package.json'],
        context: '.',
      },
    ],
    [
      'the project above a folder for images',
      {
        file: 'docker/prod/Dockerfile',
        lines: ['COPY . /app'],
        beside: ['requirements.txt', 'docker/prod/run.sh'],
        context: '.',
      },
    ],
    [
      'the root above one without a project',
      { file: '.docker/Dockerfile', lines: ['COPY . /app'], beside: ['index.html'], context: '.' },
    ],
    [
      'the project above a folder that has nothing else',
      {
        file: 'services/a/image/Dockerfile',
        lines: ['COPY . /app'],
        beside: ['services/a/go.mod', 'services/a/image/.dockerignore', 'x'],
        context: 'services/a',
      },
    ],
    [
      'its own folder where that has files of its own',
      { file: 'web/Dockerfile', lines: ['COPY . /app'], beside: ['package.json', 'web/index.html'], context: 'web' },
    ],
    [
      'its own folder where nothing is copied',
      { file: 'tools/x/Dockerfile', lines: ['RUN make'], beside: ['Makefile'], context: 'tools/x' },
    ],
    ['the root for a Dockerfile there', { file: 'Dockerfile', lines: ['COPY gone /'], beside: [], context: '.' }],
  ])('%s', async (_, each) => {
    expect((await inferred(each)).context).toBe(each.context);
  });

  test.each<[string, string[], string]>([
    ['a folder to work in', ['COPY . .', 'WORKDIR /src/apps/api'], '.'],
    ['what a later stage copies', ['COPY . .', 'FROM debian', 'COPY --from=0 /out/apps/api/x /'], '.'],
    ['a command', ['COPY . .', 'CMD ["node", "apps/api/index.js"]'], '.'],
    ['a file of the root', ['COPY . .', 'RUN test -f Cargo.lock'], '.'],
    ['another word', ['COPY . .', 'RUN curl https://example.com/apps/apiary'], 'apps/api'],
  ])('told by %s', async (_, lines, context) => {
    const beside = ['package.json', 'Cargo.lock', 'apps/api/package.json', 'apps/api/index.js'];
    expect((await inferred({ file: API, lines, beside })).context).toBe(context);
  });

  test('told with what it lacks', async () => {
    const found = await inferred({
      file: API,
      lines: ['COPY package.json dist target/*.jar /'],
      beside: ['apps/api/package.json'],
    });
    expect(found).toEqual({ context: 'apps/api', missing: ['dist', 'target/*.jar'] });
  });

  test('told with what its ignore file leaves out', async () => {
    await using folder = await makeFolder();
    const text = 'FROM debian\nCOPY a b /\n';
    for (const name of ['a', 'b']) await folder.write(name, '');
    await folder.write('.dockerignore', '*\n!b\n');
    const subject = { root: folder.path, file: 'Dockerfile', tree: parseDockerfile(text) };
    expect(await missingSources(subject, '.')).toEqual(['a']);
  });
});
