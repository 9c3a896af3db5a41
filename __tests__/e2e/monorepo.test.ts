import { readFile } from 'node:fs/promises';
import { expect, test } from '@jest/globals';
import { describeAnyEngine, describeEngines } from '../support/engine.ts';
import { ballast, openPullRequest } from '../support/pull-request.ts';

/** Real builds take what they take on a busy machine; the limit only ends a hang. */
const PATIENCE = 300_000;

const DOCKERFILE = 'FROM scratch\nCOPY data /data\n';
const NAMES = {
  plain: ['gateway', 'worker', 'mailer', 'cron'],
  bake: ['api-amd', 'api-arm', 'web', 'admin'],
  compose: ['shop', 'search', 'stock', 'report'],
};

/** Each image has its own content, so that no layer is shared and none is mistaken for another's. */
const data = (name: string, bytes = 400_000) => ballast(bytes, name);

const BAKE = `
group "default" { targets = ["api", "web", "admin"] }
target "api" {
  name     = "api-\${arch}"
  matrix   = { arch = ["amd", "arm"] }
  context  = "services/api"
  args     = { FILE = "data-\${arch}" }
  output   = ["type=registry"]
  tags     = ["registry.example.invalid/api:\${arch}"]
}
target "common" { context = "services/common" }
target "web" {
  context  = "services/web"
  contexts = { base = "target:common" }
}
target "admin" { context = "services/admin" }
`;

const COMPOSE = `services:
${NAMES.compose.map((name) => `  ${name}:\n    build: ./shops/${name}\n`).join('')}  database:
    image: postgres:17
`;

const CONFIG = `# yaml-language-server: $schema=../schema.json
environment: { LIMIT: 1 MB }
fail-if: [ "unpacked > +100 kB" ]
warn-if: [ "unpacked > \${LIMIT}" ]
bake: [ docker-bake.hcl, compose.yaml ]
images:
${NAMES.plain.map((name) => `  ${name}: { file: plain/${name}/Dockerfile }\n`).join('')}  web: { fail-if: [ "files > 2" ] }
  shop: { noise: 200 kB }
  admin: { verify: [ { user: non-root }, { ports: [] } ] }
`;

const services = (folder: string, names: readonly string[]) =>
  Object.fromEntries(
    names.flatMap((name) => [
      [`${folder}/${name}/Dockerfile`, DOCKERFILE],
      [`${folder}/${name}/data`, data(name)],
    ]),
  );

const BASE = {
  '.github/image-size.yml': CONFIG,
  'docker-bake.hcl': BAKE,
  'compose.yaml': COMPOSE,
  ...services('plain', NAMES.plain),
  ...services('shops', NAMES.compose),
  'services/api/Dockerfile': 'FROM scratch\nARG FILE\nCOPY $FILE /data\n',
  'services/api/data-amd': data('api-amd'),
  'services/api/data-arm': data('api-arm'),
  'services/common/Dockerfile': 'FROM scratch\nCOPY data /common\n',
  'services/common/data': data('common', 50_000),
  'services/web/Dockerfile': 'FROM base\nCOPY data /data\n',
  'services/web/data': data('web'),
  'services/admin/Dockerfile': `${DOCKERFILE}USER 1000\nEXPOSE 80\n`,
  'services/admin/data': data('admin'),
};

interface Compared {
  readonly image: string;
  readonly verdict: string;
  readonly growth: { readonly unpacked: number | null };
}

describeEngines('a repository of twelve images from Dockerfiles, a bake file and a compose file', (engine) => {
  test(
    'is gated in one run by its config file alone, each image by what changed in it',
    async () => {
      const head = {
        'plain/worker/data': data('worker', 600_000),
        'services/common/data': data('common', 90_000),
        'services/web/more': 'not copied',
        'shops/shop/data': data('shop', 550_000),
        'shops/stock/Dockerfile': 'FROM scratch\nCOPY nothing /data\n',
      };
      await using scene = await openPullRequest({ base: BASE, head });
      await using run = await scene.run(engine, {});
      expect(run).toMatchObject({ exitCode: 1, unsetOutputs: [], outputs: { verdict: 'fail' } });
      const { comparisons } = JSON.parse(await readFile(run.outputs.report ?? '', 'utf8'));
      const found = (comparisons as readonly Compared[]).map(
        ({ image, verdict, growth }) => `${image} ${verdict} ${growth.unpacked ?? '-'}`,
      );
      expect(found.toSorted()).toEqual([
        'admin fail 0', // exposes a port that nobody allowed
        'api-amd pass 0',
        'api-arm pass 0',
        'cron pass 0',
        'gateway pass 0',
        'mailer pass 0',
        'report pass 0',
        'search pass 0',
        'shop pass 150000', // within its noise
        'stock error -',
        'web pass 40000',
        'worker fail 200000',
      ]);
      expect(scene.comments()).toHaveLength(1);
      expect(scene.comments()[0]?.body).toMatch(/worker[\s\S]*stock|stock[\s\S]*worker/);
      expect(scene.github.violations).toEqual([]);
    },
    PATIENCE,
  );

  test(
    'builds the targets of one bake file by one call on each side, and pushes nothing',
    async () => {
      const config = 'bake: docker-bake.hcl\nfail-if: none\n';
      await using scene = await openPullRequest({
        base: { ...BASE, '.github/image-size.yml': config },
        head: { 'services/web/data': data('web', 410_000) },
      });
      await using run = await scene.run(engine, {});
      expect(run).toMatchObject({ exitCode: 0, outputs: { verdict: 'pass', growth: '10000' } });
      const calls = run.stdout.match(/^::group::.*$/gm) ?? [];
      expect(calls).toEqual([
        '::group::Bake api-amd, api-arm, web, admin (docker-bake.hcl) at the base commit',
        '::group::Bake api-amd, api-arm, web, admin (docker-bake.hcl)',
      ]);
      expect(run.stdout).not.toContain('pushing');
    },
    PATIENCE,
  );
});

describeAnyEngine('what says which images there are', (engine) => {
  test(
    'a bake file alone is enough, and its targets are gated by the default',
    async () => {
      const { '.github/image-size.yml': _, ...base } = BASE;
      await using scene = await openPullRequest({
        base: { ...base, Dockerfile: DOCKERFILE, data: data('root') },
        head: { 'services/admin/data': data('admin', 2_000_000) },
      });
      await using run = await scene.run(engine, {});
      expect(run).toMatchObject({ exitCode: 1, outputs: { verdict: 'fail', growth: '1600000' } });
      expect(run.stdout).toContain('The images are those of docker-bake.hcl');
    },
    PATIENCE,
  );

  test(
    'a config file and inputs together are a mistake that names both',
    async () => {
      await using scene = await openPullRequest({ base: BASE, head: { 'README.md': 'words' } });
      const both = await scene.run(engine, { images: 'app=plain/cron/Dockerfile', 'fail-if': 'none' });
      await using run = both;
      expect(run).toMatchObject({ exitCode: 1, unsetOutputs: [], outputs: { verdict: 'error' } });
      expect(run.annotations.at(-1)?.message).toBe(
        '.github/image-size.yml sets the images and their limits, and so do images, fail-if: move images, fail-if into the file, or set config to none to leave the file out',
      );
      await using alone = await scene.run(engine, { config: 'none', images: 'app=plain/cron/Dockerfile' });
      expect(alone).toMatchObject({ exitCode: 0, outputs: { verdict: 'pass' } });
    },
    PATIENCE,
  );

  test(
    'a wrong config file is told by line and column, all its mistakes at once',
    async () => {
      const wrong = 'fail-iff: none\nimages:\n  app: { file: plain/cron/Dockerfile, platform: linux/amd64 }\n';
      await using scene = await openPullRequest({ base: BASE, head: { '.github/image-size.yml': wrong } });
      await using run = await scene.run(engine, {});
      expect(run).toMatchObject({ exitCode: 1, unsetOutputs: [], outputs: { verdict: 'error' } });
      const message = run.annotations.at(-1)?.message ?? '';
      expect(message).toMatch(/^\.github\/image-size\.yml:1:1: .*"fail-iff".*fail-if/m);
      expect(message).toMatch(/^\.github\/image-size\.yml:3:\d+: .*"platform".*platforms/m);
    },
    PATIENCE,
  );

  test(
    'the base is built as its own config file has it, so that a build argument which a change adds is growth',
    async () => {
      const config = (file: string) => `images: { app: { file: app/Dockerfile, build-args: { FILE: ${file} } } }\n`;
      const base = {
        '.github/image-size.yml': config('small'),
        'app/Dockerfile': 'FROM scratch\nARG FILE\nCOPY $FILE /data\n',
        'app/small': data('small', 100_000),
        'app/large': data('large', 5_000_000),
      };
      await using scene = await openPullRequest({ base, head: { '.github/image-size.yml': config('large') } });
      await using run = await scene.run(engine, {});
      expect(run).toMatchObject({ exitCode: 1, outputs: { verdict: 'fail', growth: '4900000' } });
    },
    PATIENCE,
  );
});
