import type { Page } from 'playwright-core';

/** Makes a page's browser one that does not heed which kind of device the server asks for. */
export const askAnyDevice = (page: Page): Promise<unknown> =>
  page.route('**/graphql', async (route) => {
    const response = await route.fetch();
    const body = await response.json();
    const options = body.data?.beginKeyRegistration?.options;
    if (options) {
      options.hints = [];
      options.authenticatorSelection.authenticatorAttachment = null;
    }
    await route.fulfill({ response, json: body });
  });
