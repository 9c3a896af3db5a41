/** A scheme that BuildKit fetches from, in any case of letters. */
const URL_FORM = /^(?:https?|git|ssh):\/\/./i;
/** `git@github.com:acme/app.git`: the form that scp takes, always with a user. */
const SCP_FORM = /^[A-Za-z0-9_-]+@[A-Za-z0-9.-]+:./;

/**
 * True for a build context that BuildKit fetches by itself: an HTTP(S) URL (of a git repository or an archive), `git://`, `ssh://`,
 * `USER@HOST:PATH`, or `github.com/…`, which Docker has deprecated. A directory of such a name is written `./github.com/…`.
 * Source: docker/buildx build/utils.go (IsRemoteURL), moby/buildkit frontend/dockerfile/dfgitutil and util/sshutil.
 */
export function isRemoteContext(context: string): boolean {
  return URL_FORM.test(context) || SCP_FORM.test(context) || context.startsWith('github.com/');
}

/** The secret in the part of a URL before the `@`: a password, or a user name without one, which is a token. */
export function credentialsOf(context: string): readonly string[] {
  const [, user = '', password] = /^[a-z0-9+.-]+:\/\/([^/@:#?]*)(?::([^/@#?]*))?@/i.exec(context) ?? [];
  const secret = password ?? (/^https?:/i.test(context) ? user : '');
  return secret === '' ? [] : [secret];
}
