import { spawnSync } from 'node:child_process';
import { QUICK_GIT } from '../repository.ts';
import { type GitObject, GitObjects, nameBytes, nameText, TREE, type TreeItem } from './git-objects.ts';
import { readLooseRef } from './git-refs.ts';

export interface GitCommit {
  readonly sha: string;
  readonly tree: string;
  readonly parents: readonly string[];
  readonly author: Person;
  readonly committer: Person;
  readonly message: string;
  /** GitHub's signature on the author's behalf. */
  readonly signature: string | undefined;
}

export interface Person {
  readonly name: string;
  readonly email: string;
  /** ISO 8601, UTC. */
  readonly date: string;
}

export interface TreeEntry {
  readonly path: string;
  readonly mode: string;
  readonly type: string;
  readonly sha: string;
  readonly size?: number;
}

/** Text or the id of an object for a path; null deletes the path. */
export interface TreeChange {
  readonly path: string;
  readonly mode: string;
  readonly content: { readonly text: string } | { readonly sha: string } | null;
}

const NONE = '0'.repeat(40);
/** By the mode of an entry; others are files. */
const TYPES: Readonly<Record<string, string>> = { [TREE]: 'tree', '160000': 'commit' };
const SIGNATURE = /^gpgsig ((?:.*\n )*.*)\n/m;

/** Whether git takes these names of refs. Its rules do not change. */
const validRefs = new Map<string, boolean>();

/**
 * A bare repository. Objects and refs are read and written as files, and by git's plumbing what is packed or needs a lock. `git fetch` sees
 * everything written here, and the other way round.
 */
export class GitStore {
  readonly #dir: string;
  readonly #objects: GitObjects;

  constructor(dir: string) {
    this.#dir = dir;
    this.#objects = new GitObjects(dir, (sha) => this.#packed(sha));
  }

  /** `refs/heads/main` → commit. */
  ref(name: string): string | undefined {
    return readLooseRef(this.#dir, name) ?? this.#ask('rev-parse', '--verify', '--quiet', name);
  }

  /** `blob`, `tree`, `commit` or `tag`. */
  typeOf(sha: string): string | undefined {
    return this.#objects.read(sha)?.type;
  }

  isValidRef(name: string): boolean {
    const isValid = validRefs.get(name) ?? this.#ask('check-ref-format', name) !== undefined;
    validRefs.set(name, isValid);
    return isValid;
  }

  /** Undefined if one of them is not a commit here. */
  isAncestor(ancestor: string, commit: string): boolean | undefined {
    if ([ancestor, commit].some((sha) => this.typeOf(sha) !== 'commit')) return undefined;
    const seen = new Set([commit]);
    // A set takes what is added while it is read.
    for (const sha of seen) for (const parent of this.commit(sha)?.parents ?? []) seen.add(parent);
    return seen.has(ancestor);
  }

  /** False if the ref is not at `from` any more. Undefined stands for a ref that must not exist yet. */
  moveRef(name: string, to: string, from: string | undefined): boolean {
    return this.#ask('update-ref', name, to, from ?? NONE) !== undefined;
  }

  commit(sha: string): GitCommit | undefined {
    const text = this.#object('commit', sha)?.toString();
    if (text === undefined) return undefined;
    const head = text.slice(0, text.indexOf('\n\n') + 1);
    const values = (key: string) =>
      [...head.matchAll(new RegExp(`^${key} (.*)$`, 'gm'))].map(([, value = '']) => value);
    return {
      sha,
      tree: values('tree')[0] ?? '',
      parents: values('parent'),
      author: toPerson(values('author')[0]),
      committer: toPerson(values('committer')[0]),
      message: text.slice(head.length + 1),
      signature: SIGNATURE.exec(head)?.[1]?.replaceAll('\n ', '\n'),
    };
  }

  createCommit({ tree, parents, author, committer, message, signature }: Omit<GitCommit, 'sha'>): string {
    const lines = [
      `tree ${tree}`,
      ...parents.map((parent) => `parent ${parent}`),
      `author ${fromPerson(author)}`,
      `committer ${fromPerson(committer)}`,
      ...(signature === undefined ? [] : [`gpgsig ${signature.replaceAll('\n', '\n ')}`]),
    ];
    return this.#objects.write('commit', Buffer.from(`${lines.join('\n')}\n\n${message}`));
  }

  createBlob(content: Buffer): string {
    return this.#objects.write('blob', content);
  }

  blob(sha: string): Buffer | undefined {
    return this.#object('blob', sha);
  }

  tree(sha: string, recursive: boolean): readonly TreeEntry[] {
    return [...this.#objects.tree(sha)].flatMap(([name, item]) => {
      const entry = this.#entry(nameText(name), item);
      const below = recursive && item.mode === TREE ? this.tree(item.sha, true) : [];
      return [entry, ...below.map((inside) => ({ ...inside, path: `${entry.path}/${inside.path}` }))];
    });
  }

  /** Undefined if a path to delete does not exist. */
  createTree(base: string | undefined, changes: readonly TreeChange[]): string | undefined {
    const gone = changes.filter(({ content }) => content === null);
    if (gone.some(({ path }) => !this.#objects.has(base, nameBytes(path)))) return undefined;
    const items = changes.map(({ path, mode, content }) => [nameBytes(path), this.#item(mode, content)] as const);
    return this.#objects.writeTree(base, new Map(items)) ?? this.#objects.write('tree', Buffer.alloc(0));
  }

  /** Names and their commits, in reverse order of name, like GitHub lists them. */
  tags(): readonly (readonly [name: string, commit: string])[] {
    const format = '%(refname:strip=2) %(if)%(*objectname)%(then)%(*objectname)%(else)%(objectname)%(end)';
    const lines = this.#run(['for-each-ref', '--sort=-refname', `--format=${format}`, 'refs/tags'])
      .toString()
      .trim();
    return lines.split('\n').flatMap((line) => {
      const [name, commit] = line.split(' ');
      return name === undefined || commit === undefined ? [] : [[name, commit] as const];
    });
  }

  #item(mode: string, content: TreeChange['content']): TreeItem | null {
    if (content === null) return null;
    return { mode, sha: 'sha' in content ? content.sha : this.createBlob(Buffer.from(content.text)) };
  }

  #entry(path: string, { mode, sha }: TreeItem): TreeEntry {
    const type = TYPES[mode] ?? 'blob';
    const size = type === 'blob' ? this.#objects.read(sha)?.bytes.length : undefined;
    return { path, mode: mode.padStart(6, '0'), type, sha, ...(size !== undefined && { size }) };
  }

  /** Undefined if it does not exist or has another type. */
  #object(type: string, sha: string): Buffer | undefined {
    const found = this.#objects.read(sha);
    return found?.type === type ? found.bytes : undefined;
  }

  #packed(sha: string): GitObject | undefined {
    const answer = this.#run(['cat-file', '--batch'], `${sha}\n`);
    const end = answer.indexOf('\n');
    const [, type, size] = answer.toString('latin1', 0, end).split(' ');
    return type === undefined || size === undefined
      ? undefined
      : { type, bytes: answer.subarray(end + 1, end + 1 + Number(size)) };
  }

  /** Runs a command whose failure is an expected answer. */
  #ask(...args: readonly string[]): string | undefined {
    const { status, stdout } = this.#spawn(args);
    return status === 0 ? stdout.toString().trim() : undefined;
  }

  #run(args: readonly string[], input = ''): Buffer {
    const { status, stdout, stderr } = this.#spawn(args, input);
    if (status === 0) return stdout;
    throw new Error(`git ${args.join(' ')} failed: ${stderr}`);
  }

  #spawn(args: readonly string[], input = '') {
    const settings = { PATH: process.env.PATH, GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null', LC_ALL: 'C' };
    return spawnSync('git', [`--git-dir=${this.#dir}`, ...args], {
      env: { ...settings, ...QUICK_GIT },
      input,
      maxBuffer: 256 * 1024 * 1024,
    });
  }
}

/** `Octo Cat <octocat@example.org> 1790000000 +0000` */
function toPerson(text = ''): Person {
  const [, name = '', email = '', seconds] = /^(.*) <(.*)> (\d+) [+-]\d{4}$/.exec(text) ?? [];
  return { name, email, date: new Date(Number(seconds) * 1000).toISOString().replace('.000Z', 'Z') };
}

const fromPerson = ({ name, email, date }: Person): string => `${name} <${email}> ${Date.parse(date) / 1000} +0000`;
