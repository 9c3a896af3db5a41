import { UserError } from '../text/error.ts';
import { suggestion } from '../text/nearest.ts';
import { printable } from '../text/scanner.ts';
import { checkArgument } from './paths.ts';

/** `os/arch[/variant]` in the letters that containerd's platforms package takes. */
const PLATFORM = /^[a-z0-9][a-z0-9_.-]*\/[a-z0-9][a-z0-9_.-]*(?:\/[a-z0-9][a-z0-9_.-]*)?$/;
const NETWORKS = ['default', 'none', 'host'] as const;
const SSH_ID = /^[A-Za-z0-9_.-]+$/;

/**
 * Platforms of an image, one an entry or several with commas between.
 * @param what names the entries in messages: `input platforms`
 * @throws UserError for what is no `os/arch[/variant]`, and for one that is named twice
 */
export function parsePlatforms(entries: readonly string[], what: string): readonly string[] {
  const platforms = entries.flatMap((entry) => entry.split(',')).map((platform) => platform.trim());
  for (const [at, platform] of platforms.entries()) {
    if (!PLATFORM.test(platform)) throw unlike(what, platform, 'os/arch[/variant], as in linux/arm64');
    if (platforms.indexOf(platform) < at) throw new UserError(`${what}: ${platform} is named twice`);
  }
  return platforms;
}

/** A label as it is. @throws UserError where it is not `KEY=value` */
export function checkLabel(label: string, what: string): string {
  if (/^[^\s=][^=\p{Cc}]*=/u.test(label) && !label.startsWith('-')) return label;
  throw unlike(what, label, 'KEY=value, as in org.opencontainers.image.vendor=Acme');
}

/** A named context as it is. @throws UserError where it is not `NAME=VALUE` */
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

/** An entry for ssh as it is. @throws UserError where it is not `default` or `ID[=SOCKET|KEY,…]` */
export function checkSsh(entry: string, what: string): string {
  const [, id = '', , paths] = /^([^=]*)(=(.*))?$/s.exec(entry) ?? [];
  if (!SSH_ID.test(id) || id.startsWith('-')) throw unlike(what, entry, 'default, ID, ID=SOCKET or ID=KEY[,KEY…]');
  if (paths !== undefined) for (const path of paths.split(',')) checkArgument(path, `${what}: the path of ${id}`);
  return entry;
}

/** A network mode as it is. @throws UserError where it is not one that BuildKit has */
export function checkNetwork(network: string, what: string): string {
  if (NETWORKS.some((known) => known === network)) return network;
  throw unlike(what, network, `${NETWORKS.join(', ')}`, suggestion(network, [...NETWORKS]));
}

/** The error for an entry of another form: what was found, what is accepted. */
export function unlike(what: string, found: string, accepted: string, hint = ''): UserError {
  return new UserError(`${what}: found "${printable(found.slice(0, 200))}", accepted is ${accepted}${hint}`);
}
