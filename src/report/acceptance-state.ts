import type { AcceptanceState, Amount, ShownCondition } from '../model/acceptance.ts';

/**
 * The state of acceptances as one line of HTML comment, `<!-- image-size-gate-state:1:BASE64 -->`. Base64 (RFC 4648, section 4) has neither
 * `-` nor `>`, so that nothing in it ends the comment. The JSON inside is `[rows, shown, grants]`. A row is a condition's key and its amounts.
 * `shown` and the second part of a grant are positions in `rows`.
 */
const LINE = /^<!-- image-size-gate-state:1:([A-Za-z0-9+/]+={0,2}) -->$/;
const LINE_LIMIT = 6_000;
const ROW_LIMIT = 1_000;
const GRANT_LIMIT = 60;
const KEY = /^[A-Za-z0-9+/]{8}$/;
const GRANT = /^[lr]\d{1,16}$/;

type Row = readonly [key: string, ...amounts: readonly EncodedAmount[]];
/** Growth alone, or total and growth. */
type EncodedAmount = number | null | readonly [total: number, growth: number | null];
type Encoded = readonly [rows: readonly Row[], shown: readonly number[], grants: readonly EncodedGrant[]];
type EncodedGrant = readonly [id: string, accepted: readonly number[]];

/**
 * The state as one line of at most 6,000 bytes, without a line end. Accepted rows come before shown ones. What does not fit is dropped from
 * the end and is then not accepted. The line belongs directly below the marker of the comment.
 */
export function renderAcceptanceState(state: AcceptanceState): string {
  const grants = state.grants.slice(-GRANT_LIMIT);
  const rows = rowsOf([...grants.flatMap(({ accepted }) => accepted), ...state.shown]);
  let kept = rows.length;
  let line = encode(rows, kept, state.shown, grants);
  while (line.length > LINE_LIMIT && kept > 0) {
    kept -= 1 + Math.floor((line.length - LINE_LIMIT) / 200);
    line = encode(rows, Math.max(0, kept), state.shown, grants);
  }
  return line;
}

/**
 * Reads the state from the second line of a comment, because hostile text may stand anywhere below it. Null where there is none, and for
 * everything that this version of `renderAcceptanceState` does not write. Never throws.
 */
export function parseAcceptanceState(body: string): AcceptanceState | null {
  const line = (body.split('\n', 2)[1] ?? '').replace(/\r$/, '');
  // Who wrote the comment may stand behind it.
  const second = line.replace(/ <!-- image-size-gate-run:[\w:,]{1,2000} -->$/, '');
  const [, encoded] = LINE.exec(second) ?? [];
  return encoded === undefined || second.length > LINE_LIMIT
    ? null
    : decode(parseJson(Buffer.from(encoded, 'base64').toString()));
}

function rowsOf(conditions: readonly ShownCondition[]): readonly string[] {
  return [...new Set(conditions.map(rowOf))];
}

function rowOf({ key, amounts }: ShownCondition): string {
  const encoded = amounts.map(({ total, growth }) => (total === null ? growth : [total, growth]));
  return JSON.stringify([key, ...encoded]);
}

function encode(
  rows: readonly string[],
  kept: number,
  shown: readonly ShownCondition[],
  grants: AcceptanceState['grants'],
): string {
  const places = new Map(rows.slice(0, Math.min(kept, ROW_LIMIT)).map((row, place) => [row, place]));
  const placesOf = (conditions: readonly ShownCondition[]) =>
    conditions.map((condition) => places.get(rowOf(condition))).filter((place) => place !== undefined);
  const json = JSON.stringify([placesOf(shown), grants.map(({ id, accepted }) => [id, placesOf(accepted)])]);
  const text = `[[${[...places.keys()].join()}],${json.slice(1)}`;
  return `<!-- image-size-gate-state:1:${Buffer.from(text).toString('base64')} -->`;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function decode(value: unknown): AcceptanceState | null {
  if (!isEncoded(value)) return null;
  const [rows, shown, grants] = value;
  const conditions = rows.map(([key, ...amounts]) => ({ key, amounts: amounts.map(decodeAmount) }));
  const at = (places: readonly number[]) => places.flatMap((place) => conditions[place] ?? []);
  return { shown: at(shown), grants: grants.map(([id, accepted]) => ({ id, accepted: at(accepted) })) };
}

function decodeAmount(amount: EncodedAmount): Amount {
  if (amount === null || typeof amount === 'number') return { total: null, growth: amount };
  return { total: amount[0], growth: amount[1] };
}

function isEncoded(value: unknown): value is Encoded {
  if (!Array.isArray(value) || value.length !== 3) return false;
  const [rows, shown, grants] = value;
  if (!isListOf(rows, isRow, ROW_LIMIT)) return false;
  const isPlace = (place: unknown): place is number =>
    typeof place === 'number' && Number.isInteger(place) && place >= 0 && place < rows.length;
  const isGrant = (grant: unknown) =>
    Array.isArray(grant) && grant.length === 2 && isGrantId(grant[0]) && isListOf(grant[1], isPlace, ROW_LIMIT);
  return isListOf(shown, isPlace, ROW_LIMIT) && isListOf(grants, isGrant, GRANT_LIMIT);
}

function isListOf(value: unknown, isItem: (item: unknown) => boolean, most: number): value is readonly unknown[] {
  return Array.isArray(value) && value.length <= most && value.every(isItem);
}

function isRow(row: unknown): boolean {
  if (!Array.isArray(row)) return false;
  const [key, ...amounts] = row;
  return typeof key === 'string' && KEY.test(key) && amounts.length > 0 && amounts.every(isAmount);
}

function isAmount(amount: unknown): boolean {
  if (!Array.isArray(amount)) return amount === null || Number.isSafeInteger(amount);
  const [total, growth] = amount;
  return amount.length === 2 && Number.isSafeInteger(total) && (growth === null || Number.isSafeInteger(growth));
}

function isGrantId(id: unknown): boolean {
  return typeof id === 'string' && GRANT.test(id);
}
