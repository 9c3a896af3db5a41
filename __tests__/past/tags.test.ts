import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { tagHistorySchema } from '../../src/model/timeline/tags.ts';
import type { CredentialsFor } from '../../src/oci/registry/authorizer.ts';
import { createRemote } from '../../src/oci/registry/remote.ts';
import { renderTagsPage } from '../../src/page/tags-page.ts';
import { compareJump } from '../../src/past/jumps.ts';
import { openTagState } from '../../src/past/tag-state.ts';
import { readTags, type TagsRequest } from '../../src/past/tags.ts';
import {
  renderTagsCsv,
  renderTagsMarkdown,
  renderTagsSvg,
  renderTagsTerminal,
} from '../../src/report/timeline/tags.ts';
import { type Folder, makeFolder } from '../support/folder.ts';
import { descriptorOf, makeBlob, makeImage, makeIndex, makeLayer } from '../support/makeImage.ts';
import { type Intercept, refuse, type StubRegistry, startStub } from '../support/stub-registry.ts';

const OCI = 'application/vnd.oci.image';
const base = makeLayer([{ path: 'bin/sh', content: 'shell'.repeat(500) }]);
const layerOf = (at: number) => makeLayer([{ path: 'app', content: Buffer.alloc(at < 25 ? 9000 : 90_000, `${at} `) }]);

/** 40 tags of one platform on one base. */
const images = Array.from({ length: 40 }, (_, index) => {
  const created = new Date(Date.UTC(2026, 0, index + 1)).toISOString();
  return { tag: `v1.${index + 1}`, image: makeImage([base, layerOf(index + 1)], { more: { created } }) };
});

let stub: StubRegistry;
let intercept: Intercept;
let state: Folder;
/** The answers to HEAD, by tag. */
let digests: Map<string, string>;

beforeEach(async () => {
  intercept = () => false;
  state = await makeFolder();
  digests = new Map();
  stub = await startStub({}, (request, response, registry) => {
    if (intercept(request, response, registry)) return true;
    const [, tag = ''] = /manifests\/([^/]+)$/.exec(request.url ?? '') ?? [];
    if (request.method === 'HEAD') {
      response.writeHead(200, { 'Docker-Content-Digest': digests.get(tag) ?? '' }).end();
      return true;
    }
    return listTags(request.url ?? '', response);
  });
  for (const { tag, image } of images) {
    digests.set(tag, image.manifest.digest);
    stub.add(tag, image.manifest, image.config, ...image.layers);
  }
});
afterEach(async () => {
  await stub[Symbol.asyncDispose]();
  await state[Symbol.asyncDispose]();
});

/** In pages of 15. The address of the next page has another host, which must not be asked. */
function listTags(url: string, response: Parameters<Intercept>[1]): boolean {
  const query = new URL(url, 'http://x/').searchParams;
  if (!url.includes('/tags/list')) return false;
  const all = [...digests.keys(), 'latest', 'nightly', '../../other'];
  const from = all.indexOf(query.get('last') ?? '') + 1;
  const tags = all.slice(from, from + 15);
  const link = `<http://elsewhere.invalid/v2/other/tags/list?n=15&last=${tags.at(-1)}>; rel="next"`;
  response.writeHead(200, from + 15 < all.length ? { Link: link } : {}).end(JSON.stringify({ name: 'team/app', tags }));
  return true;
}

async function read(more: Partial<TagsRequest> = {}, credentialsFor?: CredentialsFor) {
  const traffic = { requests: 0, bytes: 0 };
  const remote = createRemote({ traffic, wait: async () => {}, ...(credentialsFor ? { credentialsFor } : {}) });
  const { host, repository } = stub.reference('v1.1');
  const history = await readTags({
    name: `${host}/${repository}`,
    reader: remote.repository({ host, repository }),
    pattern: '',
    last: 40,
    order: '',
    platforms: [],
    state: await openTagState(state.path, 'name', []),
    traffic,
    onProgress: () => {},
    explain: 0,
    explainJump: (jump) => compareJump({ remote, place: { host, repository }, version: '1' }, jump),
    ...more,
  });
  expect(tagHistorySchema.parse(history)).toEqual(history);
  return history;
}

describe('the tags of a repository', () => {
  test('are read page by page, in the order of versions, by manifest and config alone', async () => {
    const { tags, listed, matched, order, requests, notes } = await read();
    expect([tags.length, listed, matched, order]).toEqual([40, 42, 42, 'version']);
    expect(tags.map(({ tag }) => tag).slice(8, 11)).toEqual(['v1.9', 'v1.10', 'v1.11']);
    expect(notes).toEqual(['Tags that are no version were left out: 2.']);
    // Three pages, a manifest and a config for each tag, and the probe for TLS.
    expect(requests).toBe(3 + 80 + 1);
    expect(stub.requests.filter((request) => request.includes('/blobs/'))).toHaveLength(40);
  });

  test('say what is new against the tag before, and what both share', async () => {
    const { tags } = await read({ pattern: 'v1.2*', last: 3 });
    const [first, second] = tags.map(({ images }) => images[0]);
    expect(tags.map(({ tag }) => tag)).toEqual(['v1.27', 'v1.28', 'v1.29']);
    expect(first).toMatchObject({ platform: 'linux/amd64', layers: 2, newBytes: null, shared: null, growth: null });
    expect(second).toMatchObject({ layers: 2, shared: 1, growth: (second?.download ?? 0) - (first?.download ?? 0) });
    expect(second?.newBytes).toBe((second?.download ?? 0) - base.size);
  });

  test('are read once: the next run asks only for digests, and reads a tag again that moved', async () => {
    await read();
    digests.set('v1.7', digests.get('v1.8') ?? '');
    const { requests, tags } = await read();
    expect(requests).toBe(3 + 40 + 1);
    expect(tags[6]?.digest).toBe(digests.get('v1.8'));
  });

  test('that vanished meanwhile or cannot be read do not hide the others', async () => {
    intercept = (request, response) => {
      if (!/manifests\/v1\.(?:3|4)$/.test(request.url ?? '')) return false;
      if (request.url?.endsWith('3')) refuse(response, 404, 'MANIFEST_UNKNOWN');
      else response.writeHead(200).end('{"schemaVersion": 2, "manifests": 7');
      return true;
    };
    const { tags, lost } = await read();
    expect(tags).toHaveLength(38);
    expect(lost).toMatchObject([
      { tag: 'v1.3', reason: expect.stringContaining('answered 404 MANIFEST_UNKNOWN') },
      { tag: 'v1.4', reason: expect.stringContaining('v1.4') },
    ]);
  });

  test('are explained at the largest jumps by the layers that differ', async () => {
    const { jumps, notes } = await read({ explain: 1 });
    expect(jumps).toMatchObject([{ before: 'v1.24', after: 'v1.25' }]);
    expect(jumps[0]?.comparison.growth.unpacked).toBe(81_000);
    expect(stub.requests.filter((request) => request.includes(base.digest))).toEqual([]);
    expect(notes).toContain('Of the jumps, only the layers that differ were read.');
  });

  test('of an index are those of the platforms that are wanted, and no attestation', async () => {
    const arm = makeImage([base, layerOf(7)], { platform: 'linux/arm64' });
    const amd = makeImage([base, layerOf(8)]);
    const platform = (architecture: string) => ({ platform: { os: 'linux', architecture } });
    const index = makeIndex([
      { ...descriptorOf(amd.manifest), ...platform('amd64') },
      { ...descriptorOf(arm.manifest), ...platform('arm64') },
      { ...descriptorOf(arm.manifest), platform: { os: 'unknown', architecture: 'unknown' } },
    ]);
    for (const image of [arm, amd]) stub.add(undefined, image.manifest, image.config);
    stub.add('v2.0', index);
    digests.set('v2.0', index.digest);
    const all = await read({ pattern: 'v2*' });
    expect(all.tags[0]?.images.map((each) => each.platform)).toEqual(['linux/amd64', 'linux/arm64']);
    const other = await openTagState(state.path, 'name', ['linux/arm64']);
    const one = await read({ pattern: 'v2*', platforms: ['linux/arm64'], state: other });
    expect(one.tags[0]?.images.map((each) => each.platform)).toEqual(['linux/arm64']);
    const none = read({
      pattern: 'v2*',
      platforms: ['windows/amd64'],
      state: await openTagState(state.path, 'other', []),
    });
    await expect(none).rejects.toThrow('none of 1 tags can be read');
  });

  test('are refused where none matches, with those that there are', async () => {
    await expect(read({ pattern: 'w*' })).rejects.toThrow('none of its 42 tags matches w*; there are v1.1, v1.2');
  });

  test('cannot be listed without permission, and say how to log in', async () => {
    intercept = (_request, response) => {
      refuse(response, 403, 'DENIED');
      return true;
    };
    await expect(read()).rejects.toThrow(/answered 403 DENIED; .*docker login/);
  });

  test('of a private registry are read with the login of docker, and without one are refused', async () => {
    const login = `Basic ${Buffer.from('me:hunter2').toString('base64')}`;
    intercept = (request, response) => {
      if (request.headers.authorization === login) return false;
      response.setHeader('WWW-Authenticate', 'Basic realm="the registry"');
      refuse(response, 401, 'UNAUTHORIZED');
      return true;
    };
    const { tags } = await read({ last: 3 }, async () => ({ username: 'me', password: 'hunter2' }));
    expect(tags.map(({ tag }) => tag)).toEqual(['v1.38', 'v1.39', 'v1.40']);
    await expect(read()).rejects.toThrow(/docker login/);
    const wrong = read({}, async () => ({ username: 'me', password: 'other secret' })).catch(({ message }) => message);
    expect(await wrong).toMatch(/answered 401 UNAUTHORIZED/);
    expect(await wrong).not.toContain('other secret');
  });

  test('of a registry that sends the same page for ever end', async () => {
    intercept = (request, response) => {
      if (!request.url?.includes('/tags/list')) return false;
      const link = '</v2/team/app/tags/list?n=1&last=v1.1>; rel="next"';
      response.writeHead(200, { Link: link }).end('{"name": "team/app", "tags": ["v1.1"]}');
      return true;
    };
    expect((await read()).listed).toBe(1);
  });
});

test('each form shows the tags and what was asked of the registry', async () => {
  const history = await read({ last: 3, explain: 1 });
  const options = { colour: false, width: 120 };
  expect(renderTagsTerminal(history, options)).toContain('v1.40  linux/amd64');
  expect(renderTagsMarkdown(history)).toContain('| `v1.40` | linux/amd64 |');
  expect(renderTagsCsv(history).split('\r\n')).toHaveLength(5);
  expect(renderTagsSvg(history)).toContain('<svg');
  expect(renderTagsPage(history)).toContain('<td>v1.40</td>');
  for (const text of [renderTagsTerminal(history, options), renderTagsMarkdown(history), renderTagsPage(history)])
    expect(text).toMatch(/\d+ requests, [\d.]+ kB read\./);
});

test('a manifest that is another one than the index names is refused', async () => {
  const index = makeIndex([
    {
      mediaType: `${OCI}.manifest.v1+json`,
      digest: base.digest,
      size: 9,
      platform: { os: 'linux', architecture: 'amd64' },
    },
  ]);
  const false_ = makeBlob(`${OCI}.manifest.v1+json`, { schemaVersion: 2 });
  stub.add(undefined, { ...false_, digest: base.digest });
  stub.add('v3.0', index);
  digests.set('v3.0', index.digest);
  await expect(read({ pattern: 'v3*' })).rejects.toThrow('the manifest is not the one that the index names');
});
