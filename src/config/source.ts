import type { TransportSource } from '../model/image.ts';
import { formatReference, parseReference, parseStorageReference } from '../model/reference.ts';
import { TRANSPORT_NAMES, TRANSPORTS, type Transport, transportPrefix } from '../model/transport.ts';
import { UserError } from '../text/error.ts';
import { suggestion } from '../text/nearest.ts';
import { printable } from '../text/scanner.ts';
import { checkArgument } from './entries.ts';

const DIGEST = /^sha256:[0-9a-f]{64}$/;
/** At least two letters: a single one is a Windows drive. No slash: `./a:b` is a path. */
const PREFIX = /^([A-Za-z][A-Za-z0-9+.-]+):(.*)$/s;
/** The location ends at its first colon (containers-transports(5)), except for the colon of a Windows drive. */
const LOCATION = /^((?:[A-Za-z]:[\\/])?[^:]*)(?::(.*))?$/s;
/** The part of Docker's reference grammar that keeps it one safe word; the daemon checks the rest. */
const DAEMON_REFERENCE = /^[A-Za-z0-9][A-Za-z0-9._/:@+-]*$/;

/**
 * Parses a containers-transports name; null for a text without `transport:` in front, which is a path.
 * @throws UserError for an unknown transport, an empty location or a malformed digest
 */
export function parseTransport(text: string): TransportSource | null {
  const [, prefix, rest] = PREFIX.exec(text) ?? [];
  if (prefix === undefined || rest === undefined) return null;
  const kind = TRANSPORT_NAMES.find((name) => name === prefix);
  if (kind === undefined) throw unknownTransport(text, prefix);
  const { place } = TRANSPORTS[kind];
  if (place === 'registry') return parseRegistry(kind, rest);
  if (place === 'daemon') return parseDaemon(kind, rest);
  if (place === 'store') return parseStorage(kind, rest);
  return kind === 'dir' ? { kind, location: checkArgument(rest, 'the path after dir:') } : parseLocation(kind, rest);
}

function unknownTransport(text: string, prefix: string): UserError {
  const accepted = TRANSPORT_NAMES.map(transportPrefix).join(', ');
  const path = printable(text.slice(0, 200));
  return new UserError(
    `unknown transport "${printable(prefix)}:"; accepted: ${accepted}, or a path ("./${path}" for a path with a colon).${suggestion(prefix, TRANSPORT_NAMES)}`,
  );
}

/** The slashes distinguish a registry from the paths of the others (containers-transports(5)). */
function parseRegistry(kind: Transport, text: string): TransportSource {
  if (text.startsWith('//')) return { kind, location: formatReference(parseReference(text.slice(2))) };
  throw new UserError(
    `${kind}: is followed by two slashes and an image in a registry, as in ${kind}://ghcr.io/acme/app:1.2`,
  );
}

function parseDaemon(kind: Transport, reference: string): TransportSource {
  if (reference.length <= 512 && DAEMON_REFERENCE.test(reference)) return { kind, location: reference };
  const found = `found "${kind}:${printable(reference.slice(0, 200))}"`;
  throw new UserError(`${found}, expected an image name or id, as in ${kind}:app:latest`);
}

/** Kept as it was written: what the image is called is known when its store is opened. */
function parseStorage(kind: Transport, text: string): TransportSource {
  parseStorageReference(text);
  return { kind, location: text };
}

function parseLocation(kind: Transport, text: string): TransportSource {
  const atDigest = text.lastIndexOf('@sha256:');
  const hasDigest = atDigest >= 0;
  const [, path = '', name] = LOCATION.exec(hasDigest ? text.slice(0, atDigest).replace(/:$/, '') : text) ?? [];
  const location = checkArgument(path, `the path after ${kind}:`);
  if (hasDigest) return { kind, location, reference: digestReference(kind, text.slice(atDigest + 1), name) };
  if (name === undefined) return { kind, location };
  return { kind, location, reference: checkArgument(name, `the reference after ${kind}:${location}:`) };
}

/** A digest names exactly one image, so a name beside it is dropped, as Docker does with `NAME:TAG@DIGEST`. */
function digestReference(kind: Transport, digest: string, name: string | undefined): string {
  if (DIGEST.test(digest)) return `@${digest}`;
  const place = `the reference of ${kind}:${name === undefined ? '' : ` ${printable(name)}`}`;
  throw new UserError(
    `${place}: found "@${printable(digest.slice(0, 200))}", expected "@sha256:" and 64 hexadecimal digits`,
  );
}
