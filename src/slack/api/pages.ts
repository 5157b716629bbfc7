interface Page {
  response_metadata?: { next_cursor?: string };
}

/** All that Slack gives in pages, one after the other. @param read a page, from a cursor on; the first without one */
export async function* pagesOf<One extends Page>(read: (cursor: string | undefined) => Promise<One>) {
  let cursor: string | undefined;
  do {
    const page: One = await read(cursor);
    yield page;
    cursor = page.response_metadata?.next_cursor || undefined;
  } while (cursor);
}
