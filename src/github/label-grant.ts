import type { Grant } from '../model/acceptance.ts';
import { lastPage, loginOf, type PullPlace, timeOf, UnknownGrant } from './grant-pages.ts';

interface LabelPlace extends PullPlace {
  readonly label: string;
}

type Events = Awaited<ReturnType<PullPlace['client']['rest']['issues']['listEvents']>>['data'];

const PAGE = 100;
/** Pages read from the end, besides the first, whose Link header tells where the end is. */
const PAGES_BACK = 3;

/**
 * The label that is on the pull request now, by the last event that set it; undefined where it is not there. Names are compared as GitHub
 * does, in any case. Throws UnknownGrant where the label is there and that event is not among the last 300.
 */
export async function findLabelGrant(place: LabelPlace): Promise<Grant | undefined> {
  const { client, repository, number, label } = place;
  const target = { ...repository, issue_number: number };
  // An issue holds at most 100 labels, so this is all of them.
  const { data: labels } = await client.rest.issues.listLabelsOnIssue({ ...target, per_page: PAGE });
  if (!labels.some(({ name }) => isSame(name, label))) return undefined;
  const first = await client.rest.issues.listEvents({ ...target, per_page: PAGE });
  const last = lastPage(first.headers.link);
  for (let page = last; page > 1 && page > last - PAGES_BACK; page -= 1) {
    const { data } = await client.rest.issues.listEvents({ ...target, per_page: PAGE, page });
    const grant = lastSet(data, label);
    if (grant !== undefined) return grant;
  }
  const grant = last <= PAGES_BACK + 1 ? lastSet(first.data, label) : undefined;
  if (grant !== undefined) return grant;
  throw new UnknownGrant(`the label ${label} is there, but GitHub's last events do not tell who set it: set it anew`);
}

/** Events come oldest first. */
function lastSet(events: Events, label: string): Grant | undefined {
  const event = events.findLast(
    (each) => each.event === 'labeled' && 'label' in each && isSame(each.label.name, label),
  );
  if (event === undefined) return undefined;
  return { id: `l${event.id}`, kind: 'label', name: label, by: loginOf(event.actor), at: timeOf(event.created_at) };
}

function isSame(name: string | undefined, label: string): boolean {
  return name?.toLowerCase() === label.toLowerCase();
}
