import { homedir } from 'node:os';
import { join } from 'node:path';
import { type Environment, environment } from '../process/environment.ts';
import { readRegularFile } from '../process/regular-file.ts';
import { UserError } from '../text/error.ts';
import { asList, asRecord, asText } from '../text/json.ts';
import { printable } from '../text/scanner.ts';

const VARIABLE = 'IMAGE_SIZE_GATE_REGISTRY_MIRRORS';
const LARGEST_CONFIG = 1024 * 1024;
const HUB = 'docker.io';

/** Addresses of the mirrors of registries, by host as references name it, in the order in which they are tried. */
export type Mirrors = ReadonlyMap<string, readonly URL[]>;

/** Where mirrors are named. */
export interface MirrorOptions {
  readonly env?: Environment | undefined;
  /** Configurations of the daemon; its usual places where absent. */
  readonly files?: readonly string[];
}

/**
 * The pull-through mirrors: those of IMAGE_SIZE_GATE_REGISTRY_MIRRORS (`docker.io=https://mirror.example,…`), and for Docker Hub those of the daemon on this
 * machine (dockerd, "registry-mirrors" in daemon.json). A host that the variable names has no others.
 * @throws UserError for another form of the variable
 */
export async function readMirrors({ env: given, files }: MirrorOptions): Promise<Mirrors> {
  const env = environment(given);
  const named = parseMirrors(env[VARIABLE] ?? '');
  if (named.has(HUB)) return named;
  const rootless = join(env.XDG_CONFIG_HOME || join(env.HOME || homedir(), '.config'), 'docker/daemon.json');
  const ofDaemon = await Promise.all((files ?? [rootless, '/etc/docker/daemon.json']).map(daemonMirrors));
  const found = ofDaemon.find((mirrors) => mirrors.length > 0) ?? [];
  return found.length === 0 ? named : new Map([...named, [HUB, found]]);
}

/** Parses `HOST=URL`, separated by commas or blanks. A host may have several. */
function parseMirrors(text: string): Mirrors {
  const mirrors = new Map<string, readonly URL[]>();
  for (const entry of text.split(/[\s,]+/).filter((part) => part !== '')) {
    const [, host = '', address = ''] = /^([^=]+)=(.*)$/.exec(entry) ?? [];
    const url = mirrorUrl(address);
    if (url === undefined) throw malformed(entry);
    mirrors.set(host, [...(mirrors.get(host) ?? []), url]);
  }
  return mirrors;
}

function malformed(entry: string): UserError {
  const shown = printable(entry.replace(/\/\/[^/@]*@/, '//…@').slice(0, 200));
  return new UserError(`${VARIABLE}: "${shown}" is not HOST=URL, where URL is https:// or http:// and a host alone`);
}

/** A mirror is a whole registry (moby, registry.ValidateMirror): no user, no path. */
function mirrorUrl(address: string): URL | undefined {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || `${url.origin}/` !== url.href) return undefined;
  return url;
}

/** The daemon itself refuses a configuration that is malformed; here it names no mirror. */
async function daemonMirrors(path: string): Promise<readonly URL[]> {
  try {
    const config: unknown = JSON.parse((await readRegularFile(path, path, LARGEST_CONFIG)).toString('utf8'));
    return asList(asRecord(config)['registry-mirrors']).flatMap((address) => mirrorUrl(asText(address)) ?? []);
  } catch {
    return [];
  }
}
