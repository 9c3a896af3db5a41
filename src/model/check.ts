/** One thing that an image must do or be. `label` names it in reports and identifies it across two measurements. */
export type Check = CommandCheck | UserCheck | EntrypointCheck | PortsCheck;

/** A command run in a container of the image, without network unless it asks for one. */
export interface CommandCheck {
  readonly kind: 'command';
  readonly label: string;
  /** The whole command, or (where `entrypoint` is `image`) the arguments of the image's own entrypoint. No shell reads it. */
  readonly command: readonly string[];
  readonly entrypoint: 'command' | 'image';
  /** Expected exit code; ignored where `ready` is given. */
  readonly exitCode: number;
  /** Source of a regular expression that the output (both streams) must match. */
  readonly output?: string;
  /** The output must be the baseline's, and that of the image that this one is a variant of. */
  readonly sameOutput?: boolean;
  /** Source of a regular expression. Once the output matches, the container has started and is stopped. */
  readonly ready?: string;
  /** Seconds for each run. */
  readonly timeLimit: number;
  /** Number of runs; the medians of start-up time and peak memory are reported. */
  readonly repeat: number;
  /** `none` unless the command needs a network. */
  readonly network: 'none' | 'default';
}

/** Checks the user that the image runs as. */
export interface UserCheck {
  readonly kind: 'user';
  readonly label: string;
  /** `non-root`, or the image's USER exactly. */
  readonly user: string;
}

/**
 * True for a USER that is root: none, `root`, or the number 0 as Docker reads it (`+0`, `-0` and `00` too), whatever the group.
 * White space around it, which Docker refuses, does not make it another user. Another name may have uid 0 in the image's passwd file;
 * that file is not read. Source: moby/sys, user/user.go (GetExecUser, strconv.Atoi).
 */
export function isRootUser(user: string): boolean {
  return /^(?:root|[+-]?0+)?(?::|$)/.test(user.trim());
}

/** Checks that the image has exactly this entrypoint. */
export interface EntrypointCheck {
  readonly kind: 'entrypoint';
  readonly label: string;
  readonly entrypoint: readonly string[];
}

/** Checks that the image exposes no other ports. */
export interface PortsCheck {
  readonly kind: 'ports';
  readonly label: string;
  /** Ports that may be exposed: `8000/tcp`. */
  readonly ports: readonly string[];
}
