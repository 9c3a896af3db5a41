import { requireWrite } from './access.ts';
import type { GitStore, Person, TreeChange } from './git-store.ts';
import { blobView, branchView, gitCommitView, refView, treeView } from './git-views.ts';
import { account } from './identity.ts';
import { gitOf } from './lookup.ts';
import { type Call, type Handler, notFound, Refusal, type Reply } from './reply.ts';
import { asObject, type Schema } from './schema.ts';
import type { Repository } from './world.ts';

/** The Git Data API over a real repository. Its refusals have GitHub's words, since clients read them. */
export const GIT_HANDLERS: Readonly<Record<string, Handler>> = {
  'git/create-blob': createBlob,
  'git/create-commit': createCommit,
  'git/create-ref': createRef,
  'git/create-tree': createTree,
  'git/get-blob': getBlob,
  'git/get-commit': getCommit,
  'git/get-ref': getRef,
  'git/get-tree': getTree,
  'git/update-ref': updateRef,
  'repos/get-branch': getBranch,
};

/** Most entries of a recursive listing (docs: "Get a tree"). */
const TREE_LIMIT = 100_000;
/** Committer of the commits that GitHub signs. */
const GITHUB = { name: 'GitHub', email: 'noreply@github.com' };
const SIGNATURE = '-----BEGIN PGP SIGNATURE-----\n\nmade up by the stand-in\n-----END PGP SIGNATURE-----\n';

const invalid = (message: string): Refusal => new Refusal(422, message);

function getRef(call: Call): Reply {
  const { repository, git } = gitOf(call);
  const ref = `refs/${call.path.ref}`;
  const sha = git.ref(ref);
  if (sha === undefined) throw notFound();
  return { status: 200, body: refView(call.origin, repository, ref, sha, git.typeOf(sha)) };
}

function getBranch(call: Call): Reply {
  const { repository, git } = gitOf(call);
  const commit = git.commit(git.ref(`refs/heads/${call.path.branch}`) ?? '');
  if (commit === undefined) throw new Refusal(404, 'Branch not found');
  return { status: 200, body: branchView(call.origin, repository, String(call.path.branch), commit) };
}

function createRef(call: Call): Reply {
  const { repository, git } = gitOf(call);
  requireWrite(call.token);
  const { ref, sha } = { ref: String(call.body.ref), sha: String(call.body.sha) };
  if (!/^refs\/[^/]+\/./.test(ref) || !git.isValidRef(ref)) throw invalid(`${ref} is not a valid ref name.`);
  requireRules(repository, ref);
  if (git.typeOf(sha) === undefined) throw invalid('Object does not exist');
  if (!git.moveRef(ref, sha, undefined)) {
    throw invalid(git.ref(ref) === undefined ? 'Reference update failed' : 'Reference already exists');
  }
  const url = `${call.origin}/repos/${repository.fullName}/git/${ref}`;
  return { status: 201, body: refView(call.origin, repository, ref, sha), headers: { location: url } };
}

function updateRef(call: Call): Reply {
  const { repository, git } = gitOf(call);
  requireWrite(call.token);
  const [ref, sha] = [`refs/${call.path.ref}`, String(call.body.sha)];
  const from = git.ref(ref);
  if (from === undefined) throw invalid('Reference does not exist');
  requireRules(repository, ref);
  const isForward = git.isAncestor(from, sha);
  if (isForward === undefined) throw invalid('Object does not exist');
  if (!isForward && call.body.force !== true) throw invalid('Update is not a fast forward');
  if (!git.moveRef(ref, sha, from)) throw invalid('Reference cannot be updated');
  return { status: 200, body: refView(call.origin, repository, ref, sha) };
}

/** The answer of a ruleset, with an empty line between the subject and each broken rule. */
function requireRules({ rules }: Repository, ref: string): void {
  const rule = rules.find(({ branch }) => ref === `refs/heads/${branch}`);
  if (rule !== undefined) throw invalid(`Repository rule violations found\n\n${rule.message}\n\n`);
}

function getCommit(call: Call): Reply {
  const { repository, git } = gitOf(call);
  const commit = git.commit(String(call.path.commit_sha));
  if (commit === undefined) throw notFound();
  return { status: 200, body: gitCommitView(call.origin, repository, commit) };
}

function createCommit(call: Call): Reply {
  const { repository, git } = gitOf(call);
  requireWrite(call.token);
  const { message, tree } = { message: String(call.body.message), tree: String(call.body.tree) };
  const parents = (call.body.parents ?? []) as readonly string[];
  if (git.typeOf(tree) !== 'tree') throw invalid('Tree SHA does not exist');
  if (parents.some((parent) => git.typeOf(parent) !== 'commit')) {
    throw invalid('Parent SHA does not exist or is not a commit object');
  }
  const commit = { tree, parents, message, ...people(call) };
  const body = gitCommitView(call.origin, repository, { sha: git.createCommit(commit), ...commit });
  return { status: 201, body, headers: { location: String(body.url) } };
}

/** A named author is accepted without a signature. Otherwise the token's owner is the author, and GitHub commits and signs. */
function people({ world, token, body }: Call) {
  const date = world.now();
  const { login, id } = account(token.login);
  const self = { name: login, email: `${id}+${login}@users.noreply.github.com`, date };
  if (body.author === undefined && body.committer === undefined) {
    return { author: self, committer: { ...GITHUB, date }, signature: SIGNATURE };
  }
  const author = { ...self, ...asObject(body.author) } as Person;
  return { author, committer: { ...author, ...asObject(body.committer) } as Person, signature: undefined };
}

function getTree(call: Call): Reply {
  const { repository, git } = gitOf(call);
  const name = String(call.path.tree_sha);
  const sha = treeNamed(git, name) ?? treeNamed(git, git.ref(`refs/heads/${name}`) ?? '');
  if (sha === undefined) throw notFound();
  const entries = git.tree(sha, call.query.recursive !== undefined);
  const [shown, truncated] = [entries.slice(0, TREE_LIMIT), entries.length > TREE_LIMIT];
  return { status: 200, body: treeView(call.origin, repository, sha, shown, truncated) };
}

/** A tree can also be read by the id of its commit. */
function treeNamed(git: GitStore, sha: string): string | undefined {
  return git.typeOf(sha) === 'tree' ? sha : git.commit(sha)?.tree;
}

function createTree(call: Call): Reply {
  const { repository, git } = gitOf(call);
  requireWrite(call.token);
  const { base_tree: base } = call.body;
  if (base !== undefined && git.typeOf(String(base)) !== 'tree') throw invalid('base_tree is not a valid tree oid');
  const changes = (call.body.tree as readonly Schema[]).map((entry) => toChange(git, entry));
  const sha = git.createTree(base === undefined ? undefined : String(base), changes);
  if (sha === undefined) throw invalid('GitRPC::BadObjectState');
  const body = treeView(call.origin, repository, sha, git.tree(sha, false), false);
  return { status: 201, body, headers: { location: String(body.url) } };
}

function toChange(git: GitStore, entry: Schema): TreeChange {
  const { path, mode = '100644', content, sha } = entry;
  requirePath(String(path ?? ''));
  const change = { path: String(path), mode: String(mode) };
  if (content !== undefined && sha !== undefined) throw invalid('Must supply tree.sha or tree.content, not both');
  if (content !== undefined) return { ...change, content: { text: String(content) } };
  if (sha === null) return { ...change, content: null };
  if (git.typeOf(String(sha)) !== 'blob') throw invalid(`tree.sha ${sha} is not a valid blob`);
  return { ...change, content: { sha: String(sha) } };
}

function requirePath(path: string): void {
  if (path.startsWith('/')) throw invalid('tree.path cannot start with a slash');
  if (path.split('/').some((part) => /^(?:|\.|\.\.|\.git)$/i.test(part)) || path.includes('\0')) {
    throw invalid('tree.path contains a malformed path component');
  }
}

function createBlob(call: Call): Reply {
  const { repository, git } = gitOf(call);
  requireWrite(call.token);
  const encoding = call.body.encoding === 'base64' ? 'base64' : 'utf8';
  const sha = git.createBlob(Buffer.from(String(call.body.content), encoding));
  const url = `${call.origin}/repos/${repository.fullName}/git/blobs/${sha}`;
  return { status: 201, body: { url, sha }, headers: { location: url } };
}

function getBlob(call: Call): Reply {
  const { repository, git } = gitOf(call);
  const sha = String(call.path.file_sha);
  const content = git.blob(sha);
  if (content === undefined) throw notFound();
  return { status: 200, body: blobView(call.origin, repository, sha, content) };
}
