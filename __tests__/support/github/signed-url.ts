/** Path of the stand-in for Azure's blob storage, on the same server. */
export const STORAGE = '/storage';

/** The signature in all signed URLs, so that a test can check where it must not appear. */
export const SIGNATURE = 'theSignatureOfASignedUrl';

export function signedUrl(origin: string, path: string): string {
  const url = new URL(`${STORAGE}${path}`, origin);
  url.searchParams.set('sig', SIGNATURE);
  return url.href;
}

export const isSigned = ({ searchParams }: URL): boolean => searchParams.get('sig') === SIGNATURE;
