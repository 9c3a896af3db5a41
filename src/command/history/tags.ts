import { UserError } from '../../text/error.ts';
import type { Session } from '../session.ts';

/** `history docker://HOST/REPOSITORY`. */
export async function showTags(_session: Session): Promise<number> {
  throw new UserError('not yet');
}
