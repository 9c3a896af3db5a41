/** A release as GitHub lists it. */
export interface Release {
  readonly tag: string;
  /** Not published yet. GitHub shows it only to those who may publish it. */
  readonly draft: boolean;
  /** Marked as a pre-release, whatever its version says. */
  readonly prerelease: boolean;
}
