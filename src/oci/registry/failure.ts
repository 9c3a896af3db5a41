import { isNativeError } from 'node:util/types';
import { errorCode, ImageError, type Place, quote } from '../error.ts';

/** Why there is no usable answer. `missing` is a 404; `slow` is one that took too long in all; `protocol` is any other unusable answer. */
export type FailureKind = 'connection' | 'refused' | 'unknown host' | 'certificate' | 'missing' | 'slow' | 'protocol';

/** A registry, token server or storage did not answer as needed. The caller that knows the document turns it into an ImageError. */
export class RemoteFailure extends Error {
  override readonly name = 'RemoteFailure';
  readonly kind: FailureKind;

  constructor(kind: FailureKind, message: string, options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
  }
}

/** Error codes for a certificate that does not verify: Node's own, and OpenSSL's X509_V_ERR_* without that prefix. */
const CERTIFICATE = /CERT|^UNABLE_TO_|^HOSTNAME_MISMATCH|^INVALID_(?:CA|PURPOSE)|^PATH_LENGTH|^CRL_/;

const KINDS: readonly (readonly [RegExp, FailureKind])[] = [
  [CERTIFICATE, 'certificate'],
  [/^ECONNREFUSED$/, 'refused'],
  [/^ENOTFOUND$/, 'unknown host'],
];

/**
 * Turns an error of fetch for a request to `host` into a RemoteFailure. Only the code and message of the error are shown; headers and
 * URLs may hold credentials.
 */
export function failureOf(error: unknown, host: string): RemoteFailure {
  if (error instanceof RemoteFailure) return error;
  // fetch says "fetch failed" or "terminated" and keeps the reason as its cause.
  const reason = isNativeError(error) && isNativeError(error.cause) ? error.cause : error;
  const code = errorCode(reason) ?? '';
  const kind = KINDS.find(([pattern]) => pattern.test(code))?.[1] ?? 'connection';
  const text = isNativeError(reason) && reason.message !== '' ? reason.message : code;
  const hint = kind === 'certificate' ? '; put its authority in a file, and set NODE_EXTRA_CA_CERTS to the path' : '';
  const what = kind === 'certificate' ? `the certificate of ${host} is not trusted` : `no answer from ${host}`;
  return new RemoteFailure(kind, `${what}: ${quote(text)}${hint}`, { cause: error });
}

/** Turns a RemoteFailure into an ImageError at `place`; returns other errors as they are. */
export function placed(error: unknown, place: Place): unknown {
  return error instanceof RemoteFailure ? new ImageError(error.message, place, { cause: error }) : error;
}

/** True for an ImageError that says that the registry does not have a document or blob. */
export function isMissing(error: unknown): boolean {
  return error instanceof ImageError && error.cause instanceof RemoteFailure && error.cause.kind === 'missing';
}
