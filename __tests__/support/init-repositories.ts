/** A repository of a shape that is well known, made small. */
export interface Shape {
  readonly files: Readonly<Record<string, string>>;
  /** The images that `init` lists, each with its build context, or with what bake builds it from. `bake` stands for whole bake files. */
  readonly images: Readonly<Record<string, unknown>>;
  /** What `check` says first where the repository cannot be built as it is. */
  readonly refused?: RegExp;
  /** The files of submodules, by the path of each. */
  readonly submodules?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** What `init` says or prints besides. */
  readonly told?: RegExp;
}

const expression = (text: string): string => `$${'{{'} ${text} }}`;
const variable = (name: string): string => `$${'{'}${name}}`;
const copy = (...lines: readonly string[]): string =>
  ['FROM scratch', ...lines.map((line) => `COPY ${line}`), ''].join('\n');
const json = (value: object): string => `${JSON.stringify(value)}\n`;

const workflow = (steps: string, more = ''): string => `name: images
on: push
jobs:
  images:
    runs-on: ubuntu-latest
${more}    steps:
      - uses: actions/checkout@v4
${steps}`;

/** Thirty services of one image, each with ten aliases. */
const ALIASES = `x-build: &build { context: ., dockerfile: docker/app.Dockerfile }
x-restart: &restart always
x-labels: &labels { team: shop }
x-logging: &logging { driver: json-file }
services:
${Array.from(
  { length: 30 },
  (_, at) => `  worker-${at}:
    build: { <<: *build }
    restart: *restart
    labels: *labels
    logging: *logging
    environment: { A: *restart, B: *restart, C: *restart, D: *restart, E: *restart, F: *restart }
`,
).join('')}`;

/** Names of repositories and what they have. Each is built from `scratch`, but for one whose steps have to run. */
export const SHAPES: Readonly<Record<string, Shape>> = {
  'one Dockerfile': {
    files: { Dockerfile: copy('. /app'), 'main.py': 'print(1)\n' },
    images: { shop: '.' },
  },
  'npm workspaces': {
    files: {
      'package.json': json({ workspaces: ['apps/*', 'packages/*'] }),
      'package-lock.json': '{}\n',
      'packages/ui/package.json': '{}\n',
      'apps/api/package.json': '{}\n',
      'apps/api/Dockerfile': copy('package.json package-lock.json ./', 'packages ./packages', 'apps/api ./apps/api'),
      'apps/web/package.json': '{}\n',
      'apps/web/nginx.conf': 'events {}\n',
      'apps/web/Dockerfile': copy('package*.json ./', 'apps/web ./apps/web', 'apps/web/nginx.conf /etc/nginx.conf'),
    },
    images: { api: '.', web: '.' },
  },
  'a pnpm workspace that a workflow builds by a matrix': {
    files: {
      'pnpm-workspace.yaml': 'packages: [ apps/* ]\n',
      'apps/web/Dockerfile': copy('. /app'),
      'apps/web/package.json': '{}\n',
      'apps/jobs/Dockerfile': copy('. /app'),
      'apps/jobs/package.json': '{}\n',
      '.github/workflows/images.yml': workflow(
        `      - uses: docker/build-push-action@v6
        with:
          context: .
          file: ./apps/${expression('matrix.app')}/Dockerfile
          push: ${expression("github.ref == 'refs/heads/main'")}
          tags: ghcr.io/example/${expression('matrix.app')}:${expression('github.sha')}
`,
        '    strategy: { matrix: { app: [web, jobs] } }\n',
      ),
    },
    images: { jobs: '.', web: '.' },
  },
  'turbo prune': {
    files: {
      'turbo.json': '{}\n',
      'package.json': '{}\n',
      'apps/web/package.json': '{}\n',
      'apps/web/Dockerfile':
        'FROM debian:bookworm-slim AS prune\nWORKDIR /app\nCOPY . .\nRUN test -f turbo.json && echo turbo prune web --docker\nFROM scratch\nCOPY --from=prune /app/apps/web /app\n',
    },
    images: { web: '.' },
  },
  'an nx monorepo whose images copy what nx builds': {
    files: {
      'nx.json': '{}\n',
      '.gitignore': 'dist/\n',
      'apps/shop/Dockerfile': copy('dist/apps/shop /app'),
      'apps/shop/project.json': json({ targets: { container: { command: 'docker build -f apps/shop/Dockerfile .' } } }),
    },
    images: { shop: '.' },
    told: /shop: no directory that can be the context of apps\/shop\/Dockerfile has dist\/apps\/shop: let a step/,
    refused: /copies dist\/apps\/shop, which its build context \. does not have: if another step makes it, run/,
  },
  'several Go programs from one Dockerfile': {
    files: {
      'go.mod': 'module example.com/shop\n',
      'cmd/server/main.go': 'package main\n',
      'cmd/worker/main.go': 'package main\n',
      Dockerfile: `FROM scratch\nARG PROGRAM\nCOPY go.mod /\nCOPY cmd/${variable('PROGRAM')} /src\n`,
      Makefile: `REGISTRY ?= ghcr.io/example
.PHONY: images
images:
\tdocker build --build-arg PROGRAM=server -t $(REGISTRY)/server:$$(git rev-parse HEAD) .
\t@docker build --build-arg PROGRAM=worker \\
\t\t-t $(REGISTRY)/worker .
`,
    },
    images: { 'shop-server': '.', 'shop-worker': '.' },
  },
  'a Python package with a src layout': {
    files: {
      'pyproject.toml': '[project]\nname = "shop"\n',
      'src/shop/__init__.py': '',
      'docker/entrypoint.sh': '#!/bin/sh\n',
      'docker/Dockerfile': copy('pyproject.toml ./', 'src ./src', 'docker/entrypoint.sh /'),
    },
    images: { docker: '.' },
  },
  'a Rails application': {
    files: {
      Gemfile: 'source "https://rubygems.org"\n',
      'Gemfile.lock': '\n',
      'bin/docker-entrypoint': '#!/bin/sh\n',
      'vendor/javascript/app.js': '\n',
      '.dockerignore': '/.git/\n/log/*\n!/log/.keep\n',
      Dockerfile:
        'ARG RUBY_VERSION=3.4.1\nFROM scratch AS base\nFROM base AS build\nCOPY Gemfile Gemfile.lock vendor ./\nCOPY . .\nFROM base\nCOPY --from=build /Gemfile /rails/Gemfile\n',
      '.devcontainer/Dockerfile': copy('. /'),
    },
    images: { shop: '.' },
    told: /\.devcontainer\/Dockerfile: an environment for development/,
  },
  'Django behind nginx by compose': {
    files: {
      'compose.yaml': `x-app: &app
  build: { context: ., target: runtime }
services:
  web: { <<: *app, command: gunicorn }
  worker: { <<: *app, command: celery }
  nginx: { build: ./nginx }
  db: { image: "postgres:17" }
`,
      Dockerfile:
        'FROM scratch AS runtime\nCOPY manage.py requirements.txt /app/\nFROM runtime AS test\nCOPY tests /tests\n',
      'manage.py': '\n',
      'requirements.txt': 'django\n',
      'nginx/Dockerfile': copy('nginx.conf /etc/nginx/'),
      'nginx/nginx.conf': 'events {}\n',
    },
    images: { web: 'compose.yaml#web', nginx: 'compose.yaml#nginx' },
  },
  'a compose file that needs a file which git ignores': {
    files: {
      '.gitignore': '.env\n',
      'docker-compose.yml': `services:
  web: { build: { context: ., target: web }, env_file: .env }
  jobs: { build: { context: ., target: jobs }, env_file: [ { path: .env } ] }
  tool: { build: { context: ., target: dev } }
`,
      Dockerfile: 'FROM scratch AS web\nCOPY app /\nFROM web AS dev\nCOPY gone /\nFROM web AS jobs\n',
      app: '1\n',
    },
    images: { 'shop-web': '.', 'shop-jobs': '.' },
    told: /docker-compose\.yml: bake cannot read it without the file \.env, so its Dockerfiles stand for its services/,
  },
  'a Gradle build of several modules': {
    files: {
      gradlew: '#!/bin/sh\n',
      'settings.gradle.kts': 'include("orders")\n',
      'gradle/wrapper/gradle-wrapper.properties': '\n',
      'orders/build.gradle.kts': '\n',
      'orders/src/main/java/App.java': 'class App {}\n',
      'orders/Dockerfile': copy('gradlew settings.gradle.kts /', 'gradle /gradle', 'orders /orders'),
      'stock/Dockerfile': copy('--chown=1:1 ["stock/build.gradle.kts", "settings.gradle.kts", "/"]'),
      'stock/build.gradle.kts': '\n',
    },
    images: { orders: '.', stock: '.' },
  },
  'a Maven module whose jar is built before': {
    files: {
      'pom.xml': '<project/>\n',
      '.gitignore': 'target/\n',
      'app/pom.xml': '<project/>\n',
      'app/Dockerfile': copy('target/*.jar /app.jar'),
    },
    images: { app: 'app' },
    told: /app: no directory that can be the context of app\/Dockerfile has target\/\*\.jar: let a step of /,
    refused: /app\/Dockerfile copies target, which its build context app does not have: if another step makes it/,
  },
  'a .NET solution': {
    files: {
      'Shop.sln': '\n',
      'Directory.Build.props': '<Project/>\n',
      'src/Shop.Api/Shop.Api.csproj': '<Project/>\n',
      'src/Shop.Api/Dockerfile': copy(
        '["src/Shop.Api/Shop.Api.csproj", "src/Shop.Api/"]',
        'Directory.Build.props .',
        '. .',
      ),
    },
    images: { 'Shop.Api': '.' },
  },
  'a Rust workspace that a script builds': {
    files: {
      'Cargo.toml': '[workspace]\n',
      'crates/server/Cargo.toml': '[package]\n',
      'crates/server/Dockerfile': copy('. /src'),
      'scripts/images.sh': `#!/usr/bin/env bash
set -euo pipefail
cd "$(dirname "${variable('BASH_SOURCE[0]')}")/.."
for crate in server; do
  docker buildx build --load -t "shop-${variable('crate')}" -f "crates/$crate/Dockerfile" .
done
`,
    },
    images: { server: '.' },
  },
  'official images for several distributions, from a template': {
    files: {
      'Dockerfile.template': 'FROM {{ env.variant }}\n',
      'docker-entrypoint.sh': '#!/bin/sh\n',
      ...Object.fromEntries(
        ['3.1/alpine', '3.1/bookworm', '3.2/alpine'].flatMap((folder) => [
          [`${folder}/Dockerfile`, copy('docker-entrypoint.sh /usr/local/bin/')],
          [`${folder}/docker-entrypoint.sh`, '#!/bin/sh\n'],
        ]),
      ),
    },
    images: { '3.1/alpine': '3.1/alpine', bookworm: '3.1/bookworm', '3.2/alpine': '3.2/alpine' },
    told: /Dockerfile\.template: a template/,
  },
  'variants beside each other': {
    files: {
      'Dockerfile-alpine': copy('app /'),
      'debian.Dockerfile': copy('app /'),
      'Dockerfile.slim.j2': 'FROM {{ base }}\n',
      DockerfileUbi: copy('app /'),
      app: '1\n',
    },
    images: { alpine: '.', debian: '.', DockerfileUbi: '.' },
    told: /Dockerfile\.slim\.j2: a template/,
  },
  'a bake file with an override': {
    files: {
      Dockerfile: 'FROM scratch\nARG FILE\nCOPY $FILE /data\n',
      small: '1\n',
      large: `${'1'.repeat(5000)}\n`,
      'docker-bake.hcl': 'target "default" {\n  args = { FILE = "small" }\n}\n',
      'docker-bake.override.json': json({ target: { default: { args: { FILE: 'large' } } } }),
    },
    images: { bake: { files: ['docker-bake.hcl', 'docker-bake.override.json'] } },
  },
  'a bake file with a matrix': {
    files: {
      'docker-bake.hcl': `group "default" { targets = ["app"] }
target "app" {
  name     = "app-${variable('part')}"
  matrix   = { part = ["api", "web"] }
  context  = "."
  dockerfile = "${variable('part')}/Dockerfile"
}
`,
      'api/Dockerfile': copy('api /'),
      'web/Dockerfile': copy('web /'),
    },
    images: { bake: 'docker-bake.hcl' },
    told: /Left to the bake files, and named in the configuration:\n {2}api\/Dockerfile\n {2}web\/Dockerfile/,
  },
  'a compose file with hundreds of aliases': {
    files: { 'docker-compose.yml': ALIASES, 'docker/app.Dockerfile': copy('app /'), app: '1\n' },
    images: { 'worker-0': 'docker-compose.yml#worker-0' },
  },
  'a compose file below the root': {
    files: {
      'deploy/docker-compose.yml':
        'services:\n  api:\n    build:\n      context: ..\n      dockerfile: deploy/api/Dockerfile\n',
      'deploy/api/Dockerfile': copy('. /app'),
      'main.py': '\n',
    },
    images: { api: '.' },
  },
  'a Containerfile that podman builds': {
    files: {
      Containerfile: copy('src /src'),
      'src/main.c': '\n',
      Makefile: 'image:\n\tpodman build --squash -f Containerfile -t shop .\n',
    },
    images: { shop: '.' },
  },
  'a hidden folder for images': {
    files: {
      'composer.json': '{}\n',
      'public/index.php': '<?php\n',
      '.docker/php/Dockerfile': copy('. /var/www'),
      '.docker/nginx/Dockerfile': copy('default.conf /etc/nginx/'),
      '.docker/nginx/default.conf': '\n',
    },
    images: { nginx: '.docker/nginx', php: '.' },
  },
  'build/Dockerfile.prod': {
    files: { 'build/Dockerfile.prod': copy('. /app'), 'package.json': '{}\n', 'index.js': '\n' },
    images: { prod: '.' },
  },
  'a workflow with docker build in a folder, and one with the default context': {
    files: {
      'services/mail/image.df': copy('src /src'),
      'services/mail/src/main.rb': '\n',
      'services/stock/docker/Dockerfile': copy('lib /lib'),
      'services/stock/lib/a.rb': '\n',
      '.github/workflows/release.yaml': workflow(
        `      - run: |
          docker build \\
            --file image.df --tag mail:${expression('github.sha')} .
        working-directory: services/mail
      - uses: docker/build-push-action@v6
        with:
          context: "{{defaultContext}}:services/stock"
          file: docker/Dockerfile
`,
      ),
    },
    images: { 'image.df': 'services/mail', docker: 'services/stock' },
  },
  'a git submodule in its context': {
    files: { Dockerfile: copy('third/theme /theme', 'index.html /'), 'index.html': '<p>\n' },
    submodules: { 'third/theme': { 'style.css': 'p {}\n' } },
    images: { shop: '.' },
  },
  'a base image that is an argument': {
    files: { Dockerfile: `ARG BASE\nFROM ${variable('BASE')}\nCOPY app /\n`, app: '1\n' },
    images: { shop: '.' },
    told: /shop: the FROM of Dockerfile needs a value: write "build-args: \{ BASE: … \}" in \.github\/image-size\.yml/,
    refused: /the FROM \$\{?BASE\}? of Dockerfile has no value: write "build-args: \{ BASE: … \}"/,
  },
};
