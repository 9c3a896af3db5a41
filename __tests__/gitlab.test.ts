import { execFile } from 'node:child_process';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { type Folder, makeFolder } from './support/folder.ts';

const execute = promisify(execFile);
const SCRIPT = join(import.meta.dirname, '../examples/gitlab/note.mjs');
const ME = 7;

interface Note {
  readonly id: number;
  readonly author: { readonly id: number };
  body: string;
}

/** The part of GitLab's Notes API that the example uses: two notes on a page, and a status for every write where one is given. */
async function gitlab(notes: Note[], refused?: number) {
  const asked: string[] = [];
  const server = createServer(async (request, response) => {
    const { method = '', url = '' } = request;
    asked.push(`${method} ${url.replace(/^\/api\/v4/, '')}`);
    const { searchParams, pathname } = new URL(url, 'http://localhost');
    const reply = (value: unknown, headers = {}) => response.writeHead(200, headers).end(JSON.stringify(value));
    if (request.headers['private-token'] !== 'secret') return response.writeHead(401).end();
    if (method !== 'GET' && refused !== undefined) return response.writeHead(refused).end();
    if (pathname.endsWith('/user')) return reply({ id: ME });
    if (method === 'GET') {
      const page = Number(searchParams.get('page'));
      const next = page * 2 < notes.length ? String(page + 1) : '';
      return reply(notes.slice(page * 2 - 2, page * 2), { 'x-next-page': next });
    }
    const { body } = JSON.parse(await textOf(request));
    const [, id] = /\/notes\/(\d+)$/.exec(pathname) ?? [];
    const known = notes.find((note) => String(note.id) === id);
    if (known !== undefined) known.body = body;
    else notes.push({ id: 100 + notes.length, author: { id: ME }, body });
    return reply({});
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/api/v4`, asked, notes, [Symbol.dispose]: () => server.close() };
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

async function note(folder: Folder, url: string, token = 'secret') {
  await folder.write('note.md', '<!-- image-size-gate -->\n\n## Image size: fail\n');
  const env = {
    PATH: process.env.PATH,
    CI_API_V4_URL: url,
    CI_PROJECT_ID: '12',
    CI_MERGE_REQUEST_IID: '34',
    IMAGE_SIZE_GITLAB_TOKEN: token,
  };
  return execute(process.execPath, [SCRIPT, 'note.md'], { cwd: folder.path, env });
}

describe('the note of the example for GitLab', () => {
  test('is written once, and updated by the next run', async () => {
    await using folder = await makeFolder();
    using server = await gitlab([]);
    await note(folder, server.url);
    await note(folder, server.url);
    expect(server.notes.map(({ body }) => body)).toEqual(['<!-- image-size-gate -->\n\n## Image size: fail\n']);
    expect(server.asked.filter((line) => !line.startsWith('GET'))).toEqual([
      'POST /projects/12/merge_requests/34/notes',
      'PUT /projects/12/merge_requests/34/notes/100',
    ]);
  });

  test('is found on a later page, and never is the note of somebody else', async () => {
    await using folder = await makeFolder();
    const own = { id: 5, author: { id: ME }, body: '<!-- image-size-gate -->\nold' };
    const others = [1, 2, 3].map((id) => ({ id, author: { id: 1 }, body: '<!-- image-size-gate -->\nnot ours' }));
    using server = await gitlab([...others, own]);
    await note(folder, server.url);
    expect(own.body).toContain('fail');
    expect(others.every(({ body }) => body.endsWith('not ours'))).toBe(true);
    expect(server.notes).toHaveLength(4);
  });

  test.each([
    ['a refusal', 'secret', 403, /status 403/],
    ['a wrong token', 'other', undefined, /status 401/],
    ['no token', '', undefined, /IMAGE_SIZE_GITLAB_TOKEN is not set/],
  ])('ends with 1 for %s, and prints no token', async (_, token, refused, message) => {
    await using folder = await makeFolder();
    using server = await gitlab([], refused);
    const error = await note(folder, server.url, token).catch((thrown) => thrown);
    expect(error).toMatchObject({ code: 1, stderr: expect.stringMatching(message) });
    expect(error.stderr).not.toContain('secret');
  });
});
