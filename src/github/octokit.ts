import { UserError } from '../text/error.ts';

/**
 * GitHub's client. When its module is loaded, it reads the payload of the event and the address of the API. It throws where they are not
 * what it expects. Both are ours to read and to tell about, so they are kept from it meanwhile.
 */
export const { getOctokit } = await withoutOddities(() => import('@actions/github'));

async function withoutOddities<Module>(load: () => Promise<Module>): Promise<Module> {
  const { GITHUB_EVENT_PATH: payload, GITHUB_API_URL: address } = process.env;
  delete process.env.GITHUB_EVENT_PATH;
  if (address !== undefined && !isAddress(address)) delete process.env.GITHUB_API_URL;
  try {
    return await load();
  } catch (cause) {
    const { message } = cause as Error;
    throw new UserError(
      `GitHub's client cannot be set up: ${message}; check HTTPS_PROXY and HTTP_PROXY, expected as http://proxy.example:3128 is`,
      { cause },
    );
  } finally {
    if (payload !== undefined) process.env.GITHUB_EVENT_PATH = payload;
    if (address !== undefined) process.env.GITHUB_API_URL = address;
  }
}

/** Whether a text is the address of an API: http or https, without a query. */
export function isAddress(text: string): boolean {
  return /^https?:\/\/[^\s?#]+$/.test(text) && URL.canParse(text);
}
