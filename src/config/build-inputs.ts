import { UserError } from '../text/error.ts';
import { suggestion } from '../text/nearest.ts';
import { printable } from '../text/scanner.ts';
import { checkArgument } from './entries.ts';

/** `os/arch[/variant]` in the characters that containerd's platforms package accepts. */
const PLATFORM = /^[a-z0-9][a-z0-9_.-]*\/[a-z0-9][a-z0-9_.-]*(?:\/[a-z0-9][a-z0-9_.-]*)?$/;
const NETWORKS = ['default', 'none', 'host'] as const;
const SSH_ID = /^[A-Za-z0-9_.-]+$/;

/**
 * Platforms of an image; an entry has one, or several with commas between them.
 * @param what names the entries in messages: `input platforms`
 * @throws UserError for an entry that is not `os/arch[/variant]`, and for a platform that is named twice
 */
export function parsePlatforms(entries: readonly string[], what: string): readonly string[] {
  const platforms = entries.flatMap((entry) => entry.split(',')).map((platform) => platform.trim());
  for (const [at, platform] of platforms.entries()) {
    if (!PLATFORM.test(platform)) throw unlike(what, platform, 'os/arch[/variant], as in linux/arm64');
    if (platforms.indexOf(platform) < at) throw new UserError(`${what}: ${platform} is named twice`);
  }
  return platforms;
}

/** Returns a label unchanged. @throws UserError where it is not `KEY=value` */
export function checkLabel(label: string, what: string): string {
  if (/^[^\s=][^=\p{Cc}]*=/u.test(label) && !label.startsWith('-')) return label;
  throw unlike(what, label, 'KEY=value, as in org.opencontainers.image.vendor=Acme');
}

/** Returns a named context unchanged. @throws UserError where it is not `NAME=VALUE` */
export function checkBuildContext(context: string, what: string): string {
  const [, name = '', value = ''] = /^([^=]*)=(.*)$/s.exec(context) ?? [];
  if (name.trim() === '' || name.startsWith('-') || /\p{Cc}/u.test(name)) {
    throw unlike(
      what,
      context,
      'NAME=VALUE, where VALUE is a directory, docker-image://…, oci-layout://…, target:… or a URL',
    );
  }
  checkArgument(value, `${what}: the value of ${printable(name)}`);
  return context;
}

/** Returns an entry for ssh unchanged. @throws UserError where it is not `default` or `ID[=SOCKET|KEY,…]` */
export function checkSsh(entry: string, what: string): string {
  const [, id = '', , paths] = /^([^=]*)(=(.*))?$/s.exec(entry) ?? [];
  if (!SSH_ID.test(id) || id.startsWith('-')) throw unlike(what, entry, 'default, ID, ID=SOCKET or ID=KEY[,KEY…]');
  if (paths !== undefined) for (const path of paths.split(',')) checkArgument(path, `${what}: the path of ${id}`);
  return entry;
}

/** Returns a network mode unchanged. @throws UserError for one that BuildKit does not have */
export function checkNetwork(network: string, what: string): string {
  if (NETWORKS.some((known) => known === network)) return network;
  throw unlike(what, network, `${NETWORKS.join(', ')}`, suggestion(network, [...NETWORKS]));
}

/** The error for an entry of another form. It says what was found and what is accepted. */
export function unlike(what: string, found: string, accepted: string, hint = ''): UserError {
  return new UserError(`${what}: found "${printable(found.slice(0, 200))}", accepted: ${accepted}${hint}`);
}
