/**
 * A mistake that the user can fix. The message says what was found, where (file:line:column, input name, archive entry and byte offset),
 * and what is accepted. Printed without a stack.
 */
export class UserError extends Error {
  override readonly name = 'UserError';
}
