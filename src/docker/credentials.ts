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

/** Where Docker's configuration is, and what ends a helper. */
export interface CredentialsOptions {
  /** DOCKER_CONFIG, HOME and PATH are read from here, where they are set. */
  readonly env?: Environment | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * The credentials that `docker login` stored for a registry host (`docker.io` for Docker Hub), or undefined. As in
 * Docker, the host's entry in `credHelpers` goes before `credsStore`, and both before `auths`. The file is read at the
 * first call. The result rejects with UserError for a configuration that cannot be read and for a helper that fails. No
 * message contains a secret.
 */
export function dockerCredentials(options: CredentialsOptions): (host: string) => Promise<Credentials | undefined> {
  const env = environment(options.env);
  let config: Promise<DockerConfig> | undefined;
  return async (host) => {
    config ??= readConfig(join(env.DOCKER_CONFIG || join(env.HOME || homedir(), '.docker'), 'config.json'));
    const { auths, credHelpers, credsStore } = await config;
    const key = host === 'docker.io' ? HUB_KEY : host;
    const helper = credHelpers.get(key) ?? credHelpers.get(host) ?? credsStore;
    const stored =
      typeof helper === 'string' && helper !== ''
        ? await askCredentialHelper({ name: helper, server: key, env, signal: options.signal })
        : undefined;
    return stored ?? fromAuths(auths, key);
  };
}

async function readConfig(path: string): Promise<DockerConfig> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) return { auths: new Map(), credHelpers: new Map(), credsStore: undefined };
  if (found.size > LARGEST_CONFIG) throw new UserError(`${path}: too large for a Docker configuration`);
  const config = parseObject((await readRegularFile(path, path, LARGEST_CONFIG)).toString('utf8'));
  if (config === undefined) throw new UserError(`${path}: not a Docker configuration: expected a JSON object`);
  return { auths: asMap(config.auths), credHelpers: asMap(config.credHelpers), credsStore: config.credsStore };
}

/** Keys may be written as addresses: `https://host/v1/` (docker/cli, ConvertToHostname). */
function fromAuths(auths: ReadonlyMap<string, unknown>, key: string): Credentials | undefined {
  const exact = auths.get(key);
  const named = [...auths].find(([name]) => hostOf(name) === hostOf(key))?.[1];
  const entry = asMap(exact ?? named);
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
