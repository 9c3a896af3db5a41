/**
 * A mistake that the user can fix. The message says what was found, where (file:line:column, input name, archive entry and byte offset),
 * and what is accepted. Printed without a stack.
 */
export class UserError extends Error {
  override readonly name = 'UserError';
}

/** For `catch`, where a failure that the user is not told of leaves a value unknown. An error that is a mistake of ours is thrown on. */
export function orUndefined(error: unknown): undefined {
  if (!(error instanceof UserError)) throw error;
}
