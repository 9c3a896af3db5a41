import { createHash } from 'node:crypto';

export interface Account {
  readonly login: string;
  readonly id: number;
  readonly type: 'User' | 'Bot' | 'Organization';
}

/** The GitHub App of a bot, named as `performed_via_github_app` in its comments. */
export interface App {
  readonly id: number;
  readonly slug: string;
}

/** GitHub's real ids, which some actions compare. */
const KNOWN_ACCOUNTS: ReadonlyMap<string, number> = new Map([
  ['github-actions[bot]', 41898282],
  ['dependabot[bot]', 49699333],
  // The jobs' accounts of Gitea and Forgejo, which no person has.
  ['gitea-actions', -2],
  ['forgejo-actions', -2],
]);
const KNOWN_APPS: ReadonlyMap<string, number> = new Map([
  ['github-actions', 15368],
  ['dependabot', 29110],
]);

const BOT_SUFFIX = '[bot]';

/** A login as GitHub shows it: `name[bot]` is the bot of the app `name`. */
export function account(login: string, type: Account['type'] = isBot(login) ? 'Bot' : 'User'): Account {
  return { login, id: KNOWN_ACCOUNTS.get(login) ?? stableId(`account ${login}`), type };
}

export function appOf(login: string): App | undefined {
  if (!isBot(login)) return undefined;
  const slug = login.slice(0, -BOT_SUFFIX.length);
  return { slug, id: KNOWN_APPS.get(slug) ?? stableId(`app ${slug}`) };
}

export const isBot = (login: string): boolean => login.endsWith(BOT_SUFFIX);

/** The same id in the stand-in's answers and in event payloads, so that they can be compared. */
export const repositoryId = (fullName: string): number => stableId(`repository ${fullName.toLowerCase()}`);

/** A number of 31 bits that depends only on the name. */
export function stableId(name: string): number {
  return createHash('sha256').update(name).digest().readUInt32BE(0) >>> 1;
}

export const nodeId = (kind: string, id: number): string => `${kind}_${Buffer.from(String(id)).toString('base64url')}`;

/** `acme/app` → `['acme', 'app']`. */
export function splitName(fullName: string): readonly [owner: string, name: string] {
  const [owner, name, ...rest] = fullName.split('/');
  if (!owner || !name || rest.length > 0) throw new Error(`A repository is called owner/name, not "${fullName}"`);
  return [owner, name];
}
