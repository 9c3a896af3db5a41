// Writes a Markdown file as a note of the merge request, or updates the note of an earlier run: node note.mjs note.md
// It needs a project access token with the scope `api` and the role Reporter, masked, in IMAGE_SIZE_GITLAB_TOKEN. Source: GitLab's "Notes API".
import { readFileSync } from 'node:fs';

const {
  CI_API_V4_URL: api,
  CI_PROJECT_ID: project,
  CI_MERGE_REQUEST_IID: request,
  IMAGE_SIZE_GITLAB_TOKEN: token,
} = process.env;
if (!api || !project || !request) throw new Error('this is no pipeline of a merge request');
if (!token) throw new Error('IMAGE_SIZE_GITLAB_TOKEN is not set: no note is written');

const body = readFileSync(process.argv[2] ?? 'note.md', 'utf8');
const [marker = ''] = body.split('\n', 1);
const notes = `${api}/projects/${encodeURIComponent(project)}/merge_requests/${encodeURIComponent(request)}/notes`;

/** @param {string} method @param {string} url @param {object} [content] */
async function ask(method, url, content) {
  const answer = await fetch(url, {
    method,
    headers: { 'PRIVATE-TOKEN': /** @type {string} */ (token), 'Content-Type': 'application/json' },
    signal: AbortSignal.timeout(30_000),
    ...(content && { body: JSON.stringify(content) }),
  });
  if (!answer.ok) throw new Error(`${method} ${new URL(url).pathname}: status ${answer.status}`);
  return answer;
}

/** The note of an earlier run with this token. Its first line is ours, and its author too. */
async function findNote() {
  const { id: me } = await (await ask('GET', `${api}/user`)).json();
  for (let page = '1'; page; ) {
    const answer = await ask('GET', `${notes}?per_page=100&sort=asc&page=${page}`);
    const found = (await answer.json()).find(
      (/** @type {{ body: string, author: { id: number } }} */ note) =>
        note.author.id === me && note.body.startsWith(marker),
    );
    if (found) return found;
    page = answer.headers.get('x-next-page') ?? '';
  }
  return undefined;
}

const earlier = await findNote();
if (earlier) await ask('PUT', `${notes}/${earlier.id}`, { body });
else await ask('POST', notes, { body });
