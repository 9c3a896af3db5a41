import { stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { type Environment, environment } from '../process/environment.ts';
import { readRegularFile } from '../process/regular-file.ts';
import { UserError } from '../text/error.ts';
import { askCredentialHelper, type Credentials } from './credential-helper.ts';

/** The key of Docker Hub in Docker's configuration (docker/cli, registry.IndexServer). */
const HUB_KEY = 'https://index.docker.io/v1/';

const LARGEST_CONFIG = 4 * 1024 * 1024;

/**
 * The parts of Docker's config.json that hold credentials, or name who holds them (docs.docker.com, "docker login").
 */
interface DockerConfig {
  readonly auths: ReadonlyMap<string, unknown>;
  readonly credHelpers: ReadonlyMap<string, unknown>;
  readonly credsStore: unknown;
}

/** Where the configurations are, and what ends a helper. */
export interface CredentialsOptions {
  /** DOCKER_CONFIG, REGISTRY_AUTH_FILE, HOME, PATH and their like are read from here, where they are set. */
  readonly env?: Environment | undefined;
  readonly signal?: AbortSignal | undefined;
}

type Variables = Readonly<Record<string, string>>;

/** One place of logins. podman's may be for a part of a registry: `quay.io/acme`. */
interface Logins {
  readonly read: () => Promise<DockerConfig>;
  readonly isByRepository: boolean;
}

/** Who logs in where: a host as references name it, and the repository there. */
interface Wanted {
  readonly host: string;
  readonly repository: string;
}

/**
 * The credentials that `docker login` or `podman login` stored for a registry host (`docker.io` for Docker Hub) and a repository there, or undefined.
 * As in Docker, the host's entry in `credHelpers` goes before `credsStore`, and both before `auths`. Files are read when they are needed first, and a
 * helper is asked once for each host. The result rejects with UserError for a configuration that cannot be read and for a helper that fails. No
 * message contains a secret.
 */
export function dockerCredentials(
  options: CredentialsOptions,
): (host: string, repository?: string) => Promise<Credentials | undefined> {
  const env = environment(options.env);
  const places = loginsOf(env).map(({ read, isByRepository }) => ({ read: once(read), isByRepository }));
  const answers = new Map<string, Promise<Credentials | undefined>>();
  const ask = (name: string, server: string) => {
    const key = `${name} ${server}`;
    const answer = answers.get(key) ?? askCredentialHelper({ name, server, env, signal: options.signal });
    answers.set(key, answer);
    return answer;
  };
  return async (host, repository = '') => {
    for (const { read, isByRepository } of places) {
      const found = await credentialsIn(await read(), { host, repository: isByRepository ? repository : '' }, ask);
      if (found !== undefined) return found;
    }
    return undefined;
  };
}

function once<T>(read: () => Promise<T>): () => Promise<T> {
  let reading: Promise<T> | undefined;
  return () => (reading ??= read());
}

/**
 * In order: DOCKER_AUTH_CONFIG (docker/cli, configfile), REGISTRY_AUTH_FILE, Docker's config.json, and podman's auth.json of the session and of the
 * user (containers-auth.json(5)).
 */
function loginsOf(env: Variables): readonly Logins[] {
  const home = env.HOME || homedir();
  const docker = join(env.DOCKER_CONFIG || join(home, '.docker'), 'config.json');
  const sessions = env.XDG_RUNTIME_DIR ? [join(env.XDG_RUNTIME_DIR, 'containers/auth.json')] : [];
  const own = join(env.XDG_CONFIG_HOME || join(home, '.config'), 'containers/auth.json');
  const podman = (path: string): Logins => ({ read: () => readConfig(path), isByRepository: true });
  return [
    { read: async () => parseConfig(env.DOCKER_AUTH_CONFIG || '{}', 'DOCKER_AUTH_CONFIG'), isByRepository: false },
    ...(env.REGISTRY_AUTH_FILE ? [podman(env.REGISTRY_AUTH_FILE)] : []),
    { read: () => readConfig(docker), isByRepository: false },
    ...[...sessions, own].map(podman),
  ];
}

async function credentialsIn(
  { auths, credHelpers, credsStore }: DockerConfig,
  { host, repository }: Wanted,
  ask: (name: string, server: string) => Promise<Credentials | undefined>,
): Promise<Credentials | undefined> {
  const key = host === 'docker.io' ? HUB_KEY : host;
  const helper = credHelpers.get(key) ?? credHelpers.get(host) ?? credsStore;
  const stored = typeof helper === 'string' && helper !== '' ? await ask(helper, key) : undefined;
  return stored ?? (repository === '' ? fromAuths(auths, key) : fromNamespaces(auths, { host, repository }));
}

async function readConfig(path: string): Promise<DockerConfig> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) return { auths: new Map(), credHelpers: new Map(), credsStore: undefined };
  if (found.size > LARGEST_CONFIG) throw new UserError(`${path}: too large for a Docker configuration`);
  return parseConfig((await readRegularFile(path, path, LARGEST_CONFIG)).toString('utf8'), path);
}

function parseConfig(text: string, place: string): DockerConfig {
  const config = parseObject(text);
  if (config === undefined) throw new UserError(`${place}: not a Docker configuration: expected a JSON object`);
  return { auths: asMap(config.auths), credHelpers: asMap(config.credHelpers), credsStore: config.credsStore };
}

/** Keys may be written as addresses: `https://host/v1/` (docker/cli, ConvertToHostname). */
function fromAuths(auths: ReadonlyMap<string, unknown>, key: string): Credentials | undefined {
  const exact = auths.get(key);
  const named = [...auths].find(([name]) => hostOf(name) === hostOf(key))?.[1];
  return loginOf(exact ?? named);
}

/** The entry for the longest part of `host/repository` wins (containers/image, pkg/docker/config, authKeyLookupOrder). */
function fromNamespaces(auths: ReadonlyMap<string, unknown>, { host, repository }: Wanted): Credentials | undefined {
  const parts = [host, ...repository.split('/')];
  const names = parts.map((_, at) => parts.slice(0, parts.length - at).join('/'));
  const entry = names.map((name) => auths.get(name)).find((found) => found !== undefined);
  return loginOf(entry) ?? loginOf([...auths].find(([name]) => isSameHost(name, host))?.[1]);
}

/** Whether a key is an address, or another name, of the whole registry. */
function isSameHost(name: string, host: string): boolean {
  const isNamespace = name.includes('/') && !/^https?:\/\//.test(name);
  const of = hostOf(name);
  return !isNamespace && (/^(?:index|registry-1)\.docker\.io$/.test(of) ? 'docker.io' : of) === host;
}

function loginOf(found: unknown): Credentials | undefined {
  const entry = asMap(found);
  const token = textOf(entry.get('identitytoken'));
  if (token !== '') return { identityToken: token };
  return decodeAuth(textOf(entry.get('auth'))) ?? asLogin(textOf(entry.get('username')), textOf(entry.get('password')));
}

function hostOf(key: string): string {
  return key.replace(/^https?:\/\//, '').replace(/\/.*$/s, '');
}

/** Decodes base64 of `username:password`. Undefined for anything else. */
function decodeAuth(auth: string): Credentials | undefined {
  const text = Buffer.from(auth, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  return colon < 0 ? undefined : asLogin(text.slice(0, colon), text.slice(colon + 1).replace(/\0+$/, ''));
}

function asLogin(username: string, password: string): Credentials | undefined {
  return username === '' || password === '' ? undefined : { username, password };
}

function parseObject(json: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(json);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined; // V8's message would quote the text
  }
}

function asMap(value: unknown): ReadonlyMap<string, unknown> {
  return new Map(isRecord(value) ? Object.entries(value) : []);
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
