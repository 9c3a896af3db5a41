import { isNativeError } from 'node:util/types';
import { errorCode, ImageError, type Place, quote } from '../error.ts';

/** Why there is no usable answer. `missing` is a 404, `protocol` every other answer that is of no use. */
export type FailureKind = 'connection' | 'refused' | 'unknown host' | 'certificate' | 'missing' | 'protocol';

/** A registry, token server or storage that did not answer usably; becomes an ImageError where it is known what was wanted. */
export class RemoteFailure extends Error {
  override readonly name = 'RemoteFailure';
  readonly kind: FailureKind;

  constructor(kind: FailureKind, message: string, options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
  }
}

/** Node's codes for a certificate that does not verify: its own, and OpenSSL's X509_V_ERR_* without that prefix. */
const CERTIFICATE = /CERT|^UNABLE_TO_|^HOSTNAME_MISMATCH|^INVALID_(?:CA|PURPOSE)|^PATH_LENGTH|^CRL_/;

const KINDS: readonly (readonly [RegExp, FailureKind])[] = [
  [CERTIFICATE, 'certificate'],
  [/^ECONNREFUSED$/, 'refused'],
  [/^ENOTFOUND$/, 'unknown host'],
];

/**
 * What fetch threw for a request to `host`, in words. Of the error only code and message are shown: no header and no URL, since
 * these may hold credentials.
 */
export function failureOf(error: unknown, host: string): RemoteFailure {
  if (error instanceof RemoteFailure) return error;
  // fetch says "fetch failed" or "terminated" and keeps the reason as its cause.
  const reason = isNativeError(error) && isNativeError(error.cause) ? error.cause : error;
  const code = errorCode(reason) ?? '';
  const kind = KINDS.find(([pattern]) => pattern.test(code))?.[1] ?? 'connection';
  const text = isNativeError(reason) && reason.message !== '' ? reason.message : code;
  const cure = kind === 'certificate' ? '; name its authority in a file given by NODE_EXTRA_CA_CERTS' : '';
  const what = kind === 'certificate' ? `the certificate of ${host} is not trusted` : `no answer from ${host}`;
  return new RemoteFailure(kind, `${what}: ${quote(text)}${cure}`, { cause: error });
}

/** A failure as the error of what was wanted at `place`; other errors as they are. */
export function placed(error: unknown, place: Place): unknown {
  return error instanceof RemoteFailure ? new ImageError(error.message, place, { cause: error }) : error;
}

/** True for the ImageError of what the registry does not have. */
export function isMissing(error: unknown): boolean {
  return error instanceof ImageError && error.cause instanceof RemoteFailure && error.cause.kind === 'missing';
}
