/** What a transfer comes to: bytes, and seconds at the stated bandwidth. Unpacking comes on top. */
export interface Transfer {
  readonly bytes: number;
  readonly seconds: number;
}

/** What it costs to pull an image. A transfer is null where nobody knows what the host would have. */
export interface PullCost {
  /** Bits per second. */
  readonly bandwidth: number;
  /** To a host that has nothing. */
  readonly cold: Transfer;
  /** To a host that has the baseline. */
  readonly warm: Transfer | null;
  /** To a host that has the base image. */
  readonly onBase: Transfer | null;
  /** Bytes that a registry which has the baseline stores besides: new layers, and the config where it is another image. */
  readonly stored: number | null;
  /** True where compressed sizes are estimates. */
  readonly estimated: boolean;
}
