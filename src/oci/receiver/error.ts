import { ImageError } from '../error.ts';

/** An answer that is an error, in the distribution spec's form (distribution-spec, "Error Codes"). */
export class RegistryError extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.status = status;
    this.code = code;
  }

  /** The JSON document that clients read. */
  get body(): Buffer {
    return Buffer.from(JSON.stringify({ errors: [{ code: this.code, message: this.message }] }));
  }
}

/** Any error as an answer: what is wrong with the pushed bytes is a 400, everything unexpected a 500. */
export function asRegistryError(error: unknown): RegistryError {
  if (error instanceof RegistryError) return error;
  if (error instanceof ImageError) return new RegistryError(400, 'MANIFEST_INVALID', error.message);
  return new RegistryError(500, 'UNKNOWN', error instanceof Error ? error.message : String(error));
}
