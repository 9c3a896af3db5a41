/** An answer that is an error, in the distribution spec's form (distribution-spec, "Error Codes"). */
export class RegistryError extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.status = status;
    this.code = code;
  }
}
