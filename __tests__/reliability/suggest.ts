import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { commentKey } from '../../src/github/comments/marker.ts';
import { blobsOf, descriptorOf, makeImage, makeLayer, makeLayout, writeFiles } from '../support/makeImage.ts';
import { type ActionRun, act, answer, BREAKS, type Route } from './action.ts';
import type { Fault, Seen } from './fault.ts';

/** An image that has the version control history of its context. */
const image = makeImage([makeLayer([{ path: 'app/.git/pack', content: Buffer.alloc(5_000_000, 'x') }])], {
  more: { history: [{ created_by: 'COPY . /app # buildkit' }] },
});
const FILES = { Dockerfile: 'FROM scratch\nCOPY . /app\n', '.dockerignore': 'node_modules\n' };

const BUILDER = {
  Name: 'default',
  Driver: 'docker-container',
  Current: true,
  Nodes: [{ Name: 'default', Endpoint: 'default', Version: 'v0.25' }],
};
/** A program in docker's place. Its builds write the image whose layout is in a folder. */
const docker = (layout: string) => `#!/bin/sh
case "$*" in
  "buildx version") echo "github.com/docker/buildx v0.29.1 a32761a";;
  "buildx ls"*) echo '${JSON.stringify(BUILDER)}';;
  info*) echo '{"ServerVersion":"28.2.2","ClientInfo":{"Version":"28.2.2"}}';;
  *) for each in "$@"; do case "$each" in
    *dest=*) to=\${each#*dest=} to=\${to%%,*}; mkdir -p "$to/blobs/sha256"
      cp '${layout}/blobs/sha256/'* "$to/blobs/sha256/"; cp '${layout}/index.json' '${layout}/oci-layout' "$to";;
    --metadata-file=*) echo '{"containerimage.digest":"${image.manifest.digest}"}' > "\${each#*=}";;
  esac; done;;
esac
`;

const STEP = {
  GITHUB_WORKFLOW_REF: 'acme/app/.github/workflows/size.yml@refs/heads/main',
  GITHUB_JOB: 'size',
  GITHUB_ACTION: 'gate',
};
/** A suggestion of this job that does not hold any more. */
const stale = {
  id: 5,
  body: `<!-- image-size-gate-suggestion:${commentKey(STEP, 'k')}:0123456789abcdef -->\nold`,
  user: { login: 'github-actions[bot]', id: 41_898_282 },
  path: '.dockerignore',
  line: 1,
};
const diff = [{ filename: '.dockerignore', status: 'added', patch: '@@ -0,0 +1 @@\n+node_modules' }];

/** Routes that suggestions ask. The head of the pull request is asked before a comment too, and is not needed. */
const ROUTES: readonly Route[] = [
  ['the list of suggestions', /^GET .*\/pulls\/7\/comments/, answer(200, [stale])],
  ['the diff', /^GET .*\/pulls\/7\/files/, answer(200, diff)],
  ['making a suggestion', /^POST .*\/pulls\/7\/comments/, answer(201, { id: 6 })],
  ['withdrawing a suggestion', /^DELETE .*\/pulls\/comments\/5/, (response) => response.writeHead(204).end()],
];

/** A pull request whose image is built, with one change to suggest and one suggestion to withdraw. */
async function suggest(folder: string, run: ActionRun): Promise<Seen> {
  const [layout, bin] = [join(folder, 'layout'), join(folder, 'bin')];
  await writeFiles(layout, makeLayout([descriptorOf(image.manifest)], blobsOf(image)));
  await mkdir(bin);
  await writeFile(join(bin, 'docker'), docker(layout));
  await chmod(join(bin, 'docker'), 0o755);
  const env = { ...STEP, PATH: `${bin}:${process.env.PATH}` };
  const inputs = { images: 'app=Dockerfile', suggest: 'true', key: 'k' };
  return act(folder, { ...run, routes: ROUTES, files: FILES, inputs, env });
}

/** What GitHub answers where changes are suggested. */
export const SUGGESTIONS: readonly Fault[] = ROUTES.flatMap(([about, broken]) =>
  Object.entries(BREAKS).map(([what, how]) => ({
    area: 'suggestions',
    what: `${about} ${what}`,
    expected: 'fails' as const,
    run: (folder: string) => suggest(folder, { broken, how }),
  })),
);
