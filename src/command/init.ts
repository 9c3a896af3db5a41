import type { Session } from './session.ts';

export async function writeFirstFiles(_session: Pick<Session, 'args' | 'cwd' | 'terminal'>): Promise<number> {
  return 2;
}
