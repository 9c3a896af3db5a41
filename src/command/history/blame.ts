import { UserError } from '../../text/error.ts';
import type { Session } from '../session.ts';

/** `blame IMAGE PATH`. */
export async function blamePath(_session: Session): Promise<number> {
  throw new UserError('not yet');
}
