import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

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
const FULL_ID = /^[0-9a-f]{40}$/;
const SIGNATURE = /^gpgsig ((?:.*\n )*.*)\n/m;

/** A bare repository, read and written with git's plumbing. `git fetch` sees everything written here, and the other way round. */
export class GitStore {
  readonly #dir: string;

  constructor(dir: string) {
    this.#dir = dir;
  }

  /** `refs/heads/main` → commit. */
  ref(name: string): string | undefined {
    return this.#ask('rev-parse', '--verify', '--quiet', name);
  }

  /** `blob`, `tree`, `commit` or `tag`. */
  typeOf(sha: string): string | undefined {
    return this.typesOf([sha])[0];
  }

  typesOf(shas: readonly string[]): readonly (string | undefined)[] {
    const input = shas.map((sha) => `${FULL_ID.test(sha) ? sha : NONE}\n`).join('');
    const answers = this.#run(['cat-file', '--batch-check=%(objecttype)'], { input }).toString().trimEnd().split('\n');
    return answers.map((answer) => (answer.endsWith(' missing') ? undefined : answer));
  }

  isValidRef(name: string): boolean {
    return this.#ask('check-ref-format', name) !== undefined;
  }

  /** Undefined if one of them is not a commit here. */
  isAncestor(ancestor: string, commit: string): boolean | undefined {
    const { status } = this.#spawn(['merge-base', '--is-ancestor', ancestor, commit]);
    return status === 0 || status === 1 ? status === 0 : undefined;
  }

  /** False if the ref is not at `from` any more. Undefined stands for a ref that must not exist yet. */
  moveRef(name: string, to: string, from: string | undefined): boolean {
    return this.#ask('update-ref', name, to, from ?? NONE) !== undefined;
  }

  commit(sha: string): GitCommit | undefined {
    const text = FULL_ID.test(sha) ? this.#object('commit', sha)?.toString() : undefined;
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
    return this.#write('commit', `${lines.join('\n')}\n\n${message}`);
  }

  createBlob(content: Buffer): string {
    return this.#write('blob', content);
  }

  blob(sha: string): Buffer | undefined {
    return FULL_ID.test(sha) ? this.#object('blob', sha) : undefined;
  }

  tree(sha: string, recursive: boolean): readonly TreeEntry[] {
    const flags = recursive ? ['-r', '-t'] : [];
    const records = this.#run(['ls-tree', ...flags, '-z', '--long', sha])
      .toString()
      .split('\0');
    return records.filter((record) => record !== '').map(toEntry);
  }

  /** Undefined if a path to delete does not exist. */
  createTree(base: string | undefined, changes: readonly TreeChange[]): string | undefined {
    const folder = mkdtempSync(join(tmpdir(), 'image-size-gate-index-'));
    try {
      const index = { GIT_INDEX_FILE: join(folder, 'index') };
      if (base !== undefined) this.#run(['read-tree', base], { env: index });
      if (!this.#hasAll(changes, index)) return undefined;
      this.#run(['update-index', '-z', '--index-info'], { env: index, input: this.#indexInfo(changes, folder) });
      return this.#run(['write-tree'], { env: index }).toString().trim();
    } finally {
      rmSync(folder, { recursive: true });
    }
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

  #hasAll(changes: readonly TreeChange[], index: Readonly<Record<string, string>>): boolean {
    const gone = changes.filter(({ content }) => content === null);
    if (gone.length === 0) return true;
    const known = new Set(this.#run(['ls-files', '-z'], { env: index }).toString().split('\0'));
    return gone.every(({ path }) => known.has(path));
  }

  /** Writes all texts as objects with one process, since a process for each would be slow. */
  #indexInfo(changes: readonly TreeChange[], folder: string): string {
    const texts = changes.flatMap(({ content }) => (content !== null && 'text' in content ? [content.text] : []));
    const files = texts.map((text, at) => {
      writeFileSync(join(folder, String(at)), text);
      return join(folder, String(at));
    });
    const hash = ['hash-object', '-w', '--no-filters', '--stdin-paths'];
    const blobs =
      texts.length === 0
        ? []
        : this.#run(hash, { input: `${files.join('\n')}\n` })
            .toString()
            .split('\n');
    const next = blobs.values();
    return changes
      .map(({ path, mode, content }) => {
        if (content === null) return `0 ${NONE}\t${path}\0`;
        return `${mode} ${'sha' in content ? content.sha : next.next().value}\t${path}\0`;
      })
      .join('');
  }

  /** Undefined if it does not exist or has another type. */
  #object(type: string, sha: string): Buffer | undefined {
    const { status, stdout } = this.#spawn(['cat-file', type, sha]);
    return status === 0 ? stdout : undefined;
  }

  #write(type: string, content: string | Buffer): string {
    return this.#run(['hash-object', '-w', '-t', type, '--stdin'], { input: content }).toString().trim();
  }

  /** Runs a command whose failure is an expected answer. */
  #ask(...args: readonly string[]): string | undefined {
    const { status, stdout } = this.#spawn(args);
    return status === 0 ? stdout.toString().trim() : undefined;
  }

  #run(args: readonly string[], options: SpawnOptions = {}): Buffer {
    const { status, stdout, stderr } = this.#spawn(args, options);
    if (status === 0) return stdout;
    throw new Error(`git ${args.join(' ')} failed: ${stderr}`);
  }

  #spawn(args: readonly string[], { env = {}, input = '' }: SpawnOptions = {}) {
    const settings = { PATH: process.env.PATH, GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null', LC_ALL: 'C' };
    return spawnSync('git', [`--git-dir=${this.#dir}`, ...args], {
      env: { ...settings, ...env },
      input,
      maxBuffer: 256 * 1024 * 1024,
    });
  }
}

interface SpawnOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string | Buffer;
}

/** `100644 blob ID    SIZE\tPATH`. The size is a dash for anything but a file. */
function toEntry(record: string): TreeEntry {
  const [, mode = '', type = '', sha = '', size, path = ''] =
    /^(\d+) (\w+) ([0-9a-f]+) +(\d+|-)\t(.*)$/s.exec(record) ?? [];
  return { path, mode, type, sha, ...(size !== '-' && { size: Number(size) }) };
}

/** `Octo Cat <octocat@example.org> 1790000000 +0000` */
function toPerson(text = ''): Person {
  const [, name = '', email = '', seconds] = /^(.*) <(.*)> (\d+) [+-]\d{4}$/.exec(text) ?? [];
  return { name, email, date: new Date(Number(seconds) * 1000).toISOString().replace('.000Z', 'Z') };
}

const fromPerson = ({ name, email, date }: Person): string => `${name} <${email}> ${Date.parse(date) / 1000} +0000`;
