import { ImageError } from '../error.ts';

/** An error that the registry answers (distribution-spec, "Error Codes"). */
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

/** The answer to any error: 400 if the pushed bytes are wrong, 500 if the error is unexpected. */
export function asRegistryError(error: unknown): RegistryError {
  if (error instanceof RegistryError) return error;
  if (error instanceof ImageError) return new RegistryError(400, 'MANIFEST_INVALID', error.message);
  return new RegistryError(500, 'UNKNOWN', error instanceof Error ? error.message : String(error));
}
