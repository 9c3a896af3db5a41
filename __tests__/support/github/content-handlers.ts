import type { GitStore, TreeEntry } from './git-store.ts';
import { gitOf } from './lookup.ts';
import { type Call, type Handler, notFound, Refusal, type Reply } from './reply.ts';
import { type View, WEB } from './views.ts';
import type { Repository } from './world.ts';

/** Files of a real repository in the form of the contents API. */
export const CONTENT_HANDLERS: Readonly<Record<string, Handler>> = { 'repos/get-content': getContent };

/** Most bytes of a file in an answer. Of a larger file, the answer has only the name (docs: "Get repository content"). */
const INLINE_LIMIT = 1024 * 1024;
const LINK = '120000';
const TYPES: Readonly<Record<string, string>> = { blob: 'file', tree: 'dir', commit: 'submodule' };

interface Place {
  readonly url: string;
  readonly repository: Repository;
  readonly ref: string;
}

function getContent(call: Call): Reply {
  const { repository, git } = gitOf(call);
  const ref = String(call.query.ref ?? repository.defaultBranch);
  const path = String(call.path.path).replace(/^\/+|\/+$/g, '');
  const commit = git.commit(git.ref(`refs/heads/${ref}`) ?? git.ref(`refs/tags/${ref}`) ?? ref);
  if (commit === undefined) throw new Refusal(404, `No commit found for the ref ${ref}`);
  const entries = git.tree(commit.tree, true);
  const place = { url: `${call.origin}/repos/${repository.fullName}`, repository, ref };
  const entry = resolveLink(git, entries, path);
  if (entry?.type === 'tree') return { status: 200, body: folderView(place, entries, path) };
  if (entry === undefined) throw notFound();
  return { status: 200, body: entry.mode === LINK ? linkView(place, git, entry) : fileView(place, git, entry) };
}

/** For a link to an existing file, GitHub answers with that file under the link's path. */
function resolveLink(git: GitStore, entries: readonly TreeEntry[], path: string): TreeEntry | undefined {
  const find = (name: string) => entries.find((entry) => entry.path === name);
  const entry = find(path);
  if (entry?.mode !== LINK) return entry;
  const target = new URL(String(git.blob(entry.sha)), `file:///${path}`).pathname.slice(1);
  const file = find(decodeURIComponent(target));
  return file?.type === 'blob' && file.mode !== LINK ? { ...file, path } : entry;
}

function folderView(place: Place, entries: readonly TreeEntry[], folder: string): readonly View[] {
  const inside = entries.filter(({ path }) => path.split('/').slice(0, -1).join('/') === folder);
  return inside.map((entry) => itemView(place, entry));
}

function fileView(place: Place, git: GitStore, entry: TreeEntry): View {
  const item = itemView(place, entry);
  const content = git.blob(entry.sha);
  if (content === undefined) return { ...item, submodule_git_url: `${WEB}/acme/submodule.git` };
  if (content.length > INLINE_LIMIT) return { ...item, encoding: 'none', content: '' };
  return { ...item, encoding: 'base64', content: content.toString('base64').replace(/.{60}/g, '$&\n') };
}

function linkView(place: Place, git: GitStore, entry: TreeEntry): View {
  return { ...itemView(place, entry), type: 'symlink', target: String(git.blob(entry.sha)) };
}

function itemView({ url, repository, ref }: Place, { path, sha, type, size = 0 }: TreeEntry): View {
  const encoded = path.split('/').map(encodeURIComponent).join('/');
  const self = `${url}/contents/${encoded}?ref=${encodeURIComponent(ref)}`;
  const git = `${url}/git/${type}s/${sha}`;
  const html = `${WEB}/${repository.fullName}/blob/${encodeURIComponent(ref)}/${encoded}`;
  return {
    type: TYPES[type],
    name: path.slice(path.lastIndexOf('/') + 1),
    path,
    sha,
    size,
    url: self,
    git_url: git,
    html_url: html,
    download_url: `https://raw.githubusercontent.com/${repository.fullName}/${encodeURIComponent(ref)}/${encoded}`,
    _links: { self, git, html },
  };
}
