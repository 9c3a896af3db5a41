import { UserError } from '../../text/error.ts';
import { printable } from '../../text/scanner.ts';

/** The current majors of the actions that the product's texts name. README, docs and workflows are held to this table by its test. */
export const ACTIONS = {
  'actions/checkout': 'v7',
  'actions/setup-node': 'v7',
  'docker/setup-qemu-action': 'v4',
  'docker/setup-buildx-action': 'v4',
  'docker/login-action': 'v4',
  'docker/build-push-action': 'v7',
  'github/codeql-action/upload-sarif': 'v4',
} as const;

/** An action with its current major, as `uses:` has it. */
export function current(action: keyof typeof ACTIONS): string {
  return `${action}@${ACTIONS[action]}`;
}

/** What `uses:` names, and the comment behind it, which dependabot and renovate read as the version of a commit. */
export interface ActionReference {
  readonly uses: string;
  readonly comment?: string;
}

const NAME = /^[A-Za-z0-9][\w.-]*\/[\w.-]+(?:\/[\w.-]+)*$/;
const REF = /^\w[\w./+-]{0,199}$/;
const COMMENT = /^[^\p{Cc}]{1,100}$/u;
const ACCEPTED = 'OWNER/REPOSITORY@REF, where REF is a tag or the 40 digits of a commit, then perhaps " # v1"';

/**
 * Parses `OWNER/REPOSITORY@REF # VERSION`, of which the comment may be absent.
 * @throws UserError for anything else, and for a commit that is cut short, which GitHub does not find
 */
export function parseAction(text: string): ActionReference {
  const [, written = '', comment] = /^(\S+)(?:\s+#\s*(.*?))?\s*$/su.exec(text) ?? [];
  const at = written.indexOf('@');
  const [name, ref] = [written.slice(0, at), written.slice(at + 1)];
  if (at < 0 || !NAME.test(name) || !REF.test(ref) || (comment !== undefined && !COMMENT.test(comment))) {
    throw new UserError(`--action: found "${printable(text.slice(0, 200))}", accepted is ${ACCEPTED}`);
  }
  if (/^[0-9a-f]{7,64}$/.test(ref) && /[a-f]/.test(ref) && ref.length !== 40) {
    throw new UserError(`--action: found a commit of ${ref.length} digits, accepted is ${ACCEPTED}`);
  }
  return { uses: written, ...(comment === undefined ? {} : { comment }) };
}
