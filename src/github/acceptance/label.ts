import type { Grant } from '../../model/acceptance.ts';
import { type Client, isAnswer, isPermissionError, isServerError, statusOf } from '../client.ts';
import type { Repository } from '../event/event.ts';
import { messageOf } from '../refusal.ts';
import { loginOf, type PullPlace, timeOf, UnknownGrant, UnknownLabeller } from './grant-fields.ts';

interface LabelPlace extends PullPlace {
  readonly label: string;
}

type Events = Awaited<ReturnType<Client['rest']['issues']['listEvents']>>['data'];

const PAGE = 100;
/** Most pages read from the end. The first page is read before, since its Link header names the last. */
const PAGES_BACK = 3;

/**
 * Finds the label on the pull request and the last event that set it; undefined when the label is not set. Like GitHub, ignores upper and lower case.
 * @throws UnknownGrant when the label is set and that event is not among the last 300
 */
export async function findLabelGrant(place: LabelPlace): Promise<Grant | undefined> {
  const { client, repository, number, label } = place;
  const target = { ...repository, issue_number: number };
  if (!(await isSet(place))) return undefined;
  const first = await firstEvents(place);
  const last = lastPage(first.headers.link);
  for (let page = last; page > 1 && page > last - PAGES_BACK; page -= 1) {
    const { data } = await client.rest.issues.listEvents({ ...target, per_page: PAGE, page });
    const grant = lastSet(data, label);
    if (grant !== undefined) return grant;
  }
  const grant = last <= PAGES_BACK + 1 ? lastSet(first.data, label) : undefined;
  if (grant !== undefined) return grant;
  throw new UnknownGrant(`the label ${label} is set, but GitHub's last events do not say who set it; set it again`);
}

/** @throws UnknownLabeller where the server has no list of events, as Gitea and Forgejo */
async function firstEvents({ client, repository, number, label }: LabelPlace) {
  try {
    return await client.rest.issues.listEvents({ ...repository, issue_number: number, per_page: PAGE });
  } catch (error) {
    if (statusOf(error) !== 404) throw error;
    throw new UnknownLabeller(
      `the label ${label} is set, but this server does not say who set it, as Gitea and Forgejo do not (${messageOf(error)}). Name users in accept-reviewers, whose approval counts`,
    );
  }
}

/**
 * Removes a label from a pull request. A label that is not set any more is no error.
 * @returns why the label is still set; undefined otherwise. Never throws what GitHub answers
 */
export async function removeLabel(
  client: Client,
  repository: Repository,
  number: number,
  label: string,
): Promise<string | undefined> {
  try {
    await remove({ client, repository, number, label });
    return undefined;
  } catch (error) {
    if (!isAnswer(error)) throw error;
    const status = statusOf(error);
    if (status === 404 || status === 410) return undefined;
    const cure = isPermissionError(error) ? '; give the job "permissions: pull-requests: write"' : '';
    return `The label ${label} could not be removed (${messageOf(error)})${cure}.`;
  }
}

/** GitHub may carry out a DELETE and lose the answer, so the labels are looked at again. */
async function remove(place: LabelPlace): Promise<void> {
  const { client, repository, number, label } = place;
  try {
    await client.rest.issues.removeLabel({ ...repository, issue_number: number, name: label });
  } catch (error) {
    if (!isServerError(error) || (await isSet(place))) throw error;
  }
}

async function isSet({ client, repository, number, label }: LabelPlace): Promise<boolean> {
  // An issue has at most 100 labels, so one page has all of them.
  const { data } = await client.rest.issues.listLabelsOnIssue({ ...repository, issue_number: number, per_page: PAGE });
  return data.some(({ name }) => isSame(name, label));
}

/** Events come oldest first. */
function lastSet(events: Events, label: string): Grant | undefined {
  const event = events.findLast((each) => each.event === 'labeled' && isSame(each.label?.name, label));
  if (event === undefined) return undefined;
  return { id: `l${event.id}`, kind: 'label', name: label, by: loginOf(event.actor), at: timeOf(event.created_at) };
}

function isSame(name: string | undefined, label: string): boolean {
  return name?.toLowerCase() === label.toLowerCase();
}

/** The number of the last page, from the Link header (RFC 8288) of the first; 1 without a header. */
function lastPage(link = ''): number {
  const [, page] = /[?&]page=(\d{1,6})[^<>]*>; rel="last"/.exec(link) ?? [];
  return page === undefined ? 1 : Number(page);
}
